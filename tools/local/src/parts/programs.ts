import path from 'node:path'
import type { Part } from '../processes/part.ts'
import type { Variables } from '../settings/compose-variables.ts'
import { QUIET_VARIABLES } from '../settings/quiet-variables.ts'
import { builtFile, REPOSITORY } from '../settings/repository.ts'
import { isHealthy } from './is-healthy.ts'
import { PROGRAM_VARIABLES, pickVariables, systemVariables } from './program-variables.ts'

/** A program leaves by itself within DRAIN_SECONDS of its signal; it is killed this much later. */
const KILL_AFTER_DRAIN_MS = 5_000

/** What differs between Marquee's own programs. */
interface Program {
  name: string
  variables: readonly string[]
  /** The built entry, from the root of the clone. */
  entry: string
  nodeFlags?: string[]
  /** Answers /readyz here. */
  healthPort: number
  env?: Record<string, string>
  cwd?: string
}

/** A worker; no stranger needs to know its port, where it answers its supervisor and operators. */
interface WorkerProgram {
  readonly name: string
  /** WORKER_ROLES. */
  readonly roles: string
  readonly healthPort: number
}

const CONTROL = [['worker-control', 'dispatch,complete']] as const
const CONTROL_APART = [
  ['worker-dispatch', 'dispatch'],
  ['worker-complete', 'complete'],
] as const

/** The workers of one machine; `choosePorts` finds as many free ones as it is asked for. */
export async function chooseWorkers(
  { controlApart }: { controlApart: boolean },
  choosePorts: (count: number) => Promise<number[]>,
): Promise<WorkerProgram[]> {
  const named = [...(controlApart ? CONTROL_APART : CONTROL), ['worker-media', 'encode,light'] as const]
  const ports = await choosePorts(named.length)
  return named.map(([name, roles], index) => ({ name, roles, healthPort: ports[index] ?? 0 }))
}

/** Marquee's own programs, in the order in which they start; `dev` starts them again when their files change. */
export function programParts(
  variables: Variables,
  workers: readonly WorkerProgram[],
  { dev }: { dev: boolean },
): Part[] {
  const worker = ({ name, roles, healthPort }: WorkerProgram): Program => ({
    name,
    variables: PROGRAM_VARIABLES.worker,
    entry: 'apps/worker/dist/bin/worker.js',
    healthPort,
    env: { WORKER_ROLES: roles, WORKER_HEALTH_PORT: String(healthPort) },
  })
  const programs: Program[] = [
    {
      name: 'api',
      variables: PROGRAM_VARIABLES.api,
      entry: 'apps/api/dist/bin/api.js',
      // 60 MB are alive; left alone, V8 lets garbage take the process from 180 to 330 MB under load.
      nodeFlags: ['--max-old-space-size=160', '--max-semi-space-size=4'],
      healthPort: Number(variables.API_PORT),
    },
    {
      name: 'edge',
      variables: PROGRAM_VARIABLES.edge,
      entry: 'apps/edge/dist/bin/edge.js',
      healthPort: Number(variables.EDGE_PORT),
    },
    ...workers.map(worker),
    {
      name: 'web',
      variables: PROGRAM_VARIABLES.web,
      entry: 'apps/web/dist-server/main.js',
      healthPort: Number(variables.WEB_PORT),
      cwd: path.join(REPOSITORY, 'apps/web'),
    },
  ]
  return programs.map((program) => programPart(program, variables, dev))
}

function programPart(
  { name, variables: names, entry, nodeFlags = [], healthPort, env, cwd }: Program,
  variables: Variables,
  dev: boolean,
): Part {
  // Next reloads by itself; it runs in development mode of its own server.
  const reloads = name === 'web'
  const watch = dev && !reloads ? ['--watch', '--watch-preserve-output'] : []
  const flags = dev && reloads ? ['--dev'] : []
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', ...nodeFlags, ...watch, builtFile(entry), ...flags],
    env: {
      ...systemVariables(),
      ...pickVariables(variables, names),
      NODE_ENV: dev ? 'development' : 'production',
      ...QUIET_VARIABLES,
      ...env,
    },
    cwd: cwd ?? REPOSITORY,
    stopSignal: 'SIGTERM',
    stopWithinMs: Number(variables.DRAIN_SECONDS) * 1_000 + KILL_AFTER_DRAIN_MS,
    isReady: (signal) => isHealthy(`http://127.0.0.1:${healthPort}/readyz`, signal),
  }
}

/** Compiles what changes, so that programs started with `dev` see it. */
export function compilerPart(): Part {
  return {
    name: 'compiler',
    command: process.execPath,
    args: [builtFile('tools/local/dist/bin/compile-on-change.js')],
    env: systemVariables(),
    cwd: REPOSITORY,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
    isReady: async () => true,
  }
}
