import { applyMigrations } from '@marquee/schema/migrate'
import { findLanAddress } from '../lan/find-address.ts'
import { keepCertificate } from '../lan/keep-certificate.ts'
import { lanPart } from '../lan/lan-part.ts'
import { createBuckets } from '../parts/create-buckets.ts'
import { engineParts } from '../parts/engines.ts'
import { chooseWorkers, compilerPart, programParts } from '../parts/programs.ts'
import { chooseFreePorts } from '../ports/choose-free-ports.ts'
import { refuseTakenPorts } from '../ports/refuse-taken-ports.ts'
import type { Part } from '../processes/part.ts'
import { ensureDemoAccounts } from '../seed/ensure-demo-accounts.ts'
import { composeVariables, externalParts, type Variables } from '../settings/compose-variables.ts'
import { writeEnvFile } from '../settings/env-file.ts'
import type { Home } from '../settings/home.ts'
import { type Ports, portsFrom } from '../settings/ports.ts'
import { prometheusTargets, writePrometheusTargets } from '../settings/prometheus-targets.ts'
import { keepSecrets } from '../settings/secrets.ts'
import type { StartOptions } from './read-options.ts'
import { stopOrphans } from './stop-orphans.ts'
import type { Supervision } from './supervise.ts'

/** Does a step under a line that a person sees. */
export type ShowStep = (name: string, work: () => Promise<void>) => Promise<void>

/**
 * Brings an installation up, in the order in which its parts need each other.
 *
 * @returns every variable that its programs share
 * @throws PortsTaken before anything was started; PartFailed naming the part that did not come up
 */
export async function startMarquee(
  home: Home,
  { dev, seed, lan, controlApart }: StartOptions,
  supervision: Supervision,
  showStep: ShowStep,
): Promise<Variables> {
  const orphans = await stopOrphans(home)
  if (orphans.length > 0)
    console.log(`  stopped what an earlier start had left running: ${orphans.join(', ')}`)

  const external = externalParts(process.env)
  const ports = portsFrom(process.env)
  await refuseTakenPorts(ports, [...ownPorts(external), ...(lan ? ['lan' as const] : [])])

  const secrets = keepSecrets(home.secrets)
  const address = lan ? findLanAddress(process.env.LAN_ADDRESS) : undefined
  const certificate = address ? await keepCertificate(home.lan, address) : undefined
  const origin = certificate && {
    origin: `https://${address}:${ports.lan}`,
    authority: certificate.authority,
  }
  const variables = composeVariables(home.root, ports, secrets, process.env, origin)
  writeEnvFile(home.env, variables)

  const engines = engineParts({ home, ports, secrets, variables, external })
  if (engines.length > 0) await showStep(namesOf(engines), () => supervision.start(engines))
  let unbounded: string[] = []
  await showStep('database and buckets', async () => {
    const [, buckets] = await Promise.all([applyMigrations(variables.DATABASE_URL), createBuckets(variables)])
    unbounded = buckets
  })
  if (unbounded.length > 0)
    console.log(`  no lifecycle in ${unbounded.join(', ')}: see docs/operations/object-store.md`)

  const workers = await chooseWorkers({ controlApart }, chooseFreePorts)
  const programs = programParts(variables, workers, { dev })
  writePrometheusTargets(home.prometheusTargets, prometheusTargets(variables, workers))
  await showStep(namesOf(programs), () => supervision.start(programs))
  if (seed !== 'nothing') await showStep('demo accounts', () => ensureDemoAccounts(variables))
  if (certificate) {
    const part = lanPart(ports, certificate, [variables.S3_BUCKET_ORIGINALS ?? ''])
    await showStep(part.name, () => supervision.start([part]))
  }
  if (dev) await supervision.start([compilerPart()])
  return variables
}

const namesOf = (parts: readonly Part[]): string => parts.map(({ name }) => name).join(', ')

/** The ports that this machine itself is to listen on. */
function ownPorts(external: ReturnType<typeof externalParts>): (keyof Ports)[] {
  const engines = (['postgres', 'redis', 'objectStore'] as const).filter((name) => !external[name])
  return ['web', 'api', 'edge', ...engines]
}
