import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command with our own terminal, passing signals on to it.
 *
 * @returns its exit status; 128 + n when signal n ended it, 127 when there is no such program
 */
export async function runCommand(command: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [program = 'true', ...args] = command
  const child = spawn(program, args, { stdio: 'inherit', env })
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal)
  }
  for (const signal of PASSED_ON) process.on(signal, pass)
  try {
    const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return status ?? 128 + (signal ? constants.signals[signal] : 0)
  } catch (error) {
    console.error(`${program}: ${(error as Error).message}`)
    return 127
  } finally {
    for (const signal of PASSED_ON) process.off(signal, pass)
  }
}
