import { setTimeout as delay } from 'node:timers/promises'
import { isAlive, type ProcessIdentity } from './identify-process.ts'

/** How often a process that is not our child is looked at; our own children report by event. */
const LOOK_EVERY_MS = 25

/**
 * Stops a process that leads its own group: `signal` to the leader, who may drain, then SIGKILL to the whole group.
 * The group is killed even when the leader left in time, so that a child such as ffmpeg never outlives it.
 */
export async function terminateGroup(
  leader: ProcessIdentity,
  signal: NodeJS.Signals,
  withinMs: number,
): Promise<void> {
  if (!isAlive(leader)) return
  send(leader.pid, signal)
  const deadline = Date.now() + withinMs
  while (isAlive(leader) && Date.now() < deadline) await delay(LOOK_EVERY_MS)
  killGroup(leader.pid)
  while (isAlive(leader)) await delay(LOOK_EVERY_MS)
}

/** SIGKILL to every process of the group that `pid` leads or led. */
export function killGroup(pid: number): void {
  send(-pid, 'SIGKILL')
}

/** Sends a signal; a process that is gone already is no error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
