import { spawn } from 'node:child_process'

/** A command that failed, with the end of what it said. */
export class CommandFailed extends Error {}

/**
 * Runs a command and keeps what it says to itself.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it said, both streams
 * @throws {CommandFailed} when it cannot be started or ends with another status than 0
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const hear = (chunk) => {
      said += chunk
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', (error) => reject(new CommandFailed(`${command}: ${error.message}`)))
    child.once('close', (status, signal) => {
      if (status === 0) return resolve(said)
      const end = said.trim().split('\n').slice(-40).join('\n')
      reject(new CommandFailed(`${command} ${args.join(' ')} ended with ${signal ?? status}:\n${end}`))
    })
  })
}
