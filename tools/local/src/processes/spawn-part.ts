import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { WriteStream } from 'node:fs'
import type { Part } from './part.ts'

/** Starts a part's process as the leader of its own group, both outputs into `log`; throws when it cannot be started. */
export async function spawnPart(part: Part, log: WriteStream): Promise<ChildProcess> {
  if (log.pending) await once(log, 'open')
  const child = spawn(part.command, part.args, {
    cwd: part.cwd,
    env: part.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(part.uid === undefined ? {} : { uid: part.uid, gid: part.gid }),
  })
  await once(child, 'spawn')
  return child
}

/** Resolves when a process has ended: its exit status, or the signal that ended it, in words. */
export async function ending(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.signalCode === null ? `exit status ${child.exitCode}` : child.signalCode
}
