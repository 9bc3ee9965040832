import { execFileSync } from 'node:child_process'

/** nobody and nogroup of every Linux: PostgreSQL refuses to run as root. */
export const NOBODY = 65_534

/** Under which account, and behind which launcher, PostgreSQL's programs run. */
export interface PostgresAccount {
  uid?: number
  gid?: number
  /** Words put before the program, such as `setpriv …`; empty when none are needed. */
  launcher: readonly string[]
}

/**
 * As an ordinary user: that user. As root: nobody, with no change to the host. Where nobody may not pass through a
 * folder on the way (a clone under /root, mode 0700), it keeps the one capability to read past it and nothing else.
 *
 * @param paths absolute paths that the programs must reach
 * @param owner whose the data is already, when an ordinary user has started this home before root does
 * @throws with what to change, when root cannot give that capability either
 */
export function postgresAccount(paths: readonly string[], owner = NOBODY): PostgresAccount {
  if (process.getuid?.() !== 0) return { launcher: [] }
  const plain = { uid: owner, gid: owner, launcher: [] }
  if (reaches(plain, paths)) return plain
  for (const capability of ['dac_read_search', 'dac_override']) {
    const account = { launcher: withCapability(capability, owner) }
    if (reaches(account, paths)) return account
  }
  throw new Error(
    `PostgreSQL cannot run as root, and user ${owner} cannot reach ${paths.join(' and ')}: put the clone and ` +
      'MARQUEE_HOME into folders that others may pass through (chmod o+x), or start as an ordinary user',
  )
}

/** no_setuid_fixup lets access(2), which PostgreSQL asks about its own binaries, honour the capability. */
function withCapability(name: string, owner: number): string[] {
  const only = `-all,+${name}`
  return [
    'setpriv',
    '--securebits=+no_setuid_fixup',
    `--reuid=${owner}`,
    `--regid=${owner}`,
    '--clear-groups',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
  ]
}

function reaches(account: PostgresAccount, paths: readonly string[]): boolean {
  const [command = 'test', ...args] = [...account.launcher, 'test', '-x']
  return paths.every((path) => {
    try {
      execFileSync(command, [...args, path], {
        stdio: 'ignore',
        uid: account.uid,
        gid: account.gid,
        cwd: '/',
      })
      return true
    } catch {
      return false
    }
  })
}
