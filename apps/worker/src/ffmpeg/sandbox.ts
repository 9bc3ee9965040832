/** What this machine can take away from a program that reads strangers' files. */
export interface Sandbox {
  /** `root`: no network by `unshare -n`; `user`: by a user namespace of its own; `none`: it keeps the network. */
  readonly network: 'root' | 'user' | 'none'
  /** Runs under this uid and gid; null keeps ours. */
  readonly uid: number | null
  /** setpriv is there: no new privileges, and death with the parent. */
  readonly setpriv: boolean
  /** prlimit is there: memory, CPU time and file size are bounded by the kernel. */
  readonly prlimit: boolean
}

/** Kernel limits of one run. */
export interface RunLimits {
  /** Of address space, not of resident memory. */
  readonly memoryBytes: number
  readonly cpuSeconds: number
  /** Of any one file. */
  readonly fileBytes: number
  /** 0 to 19; encodes yield to what a viewer waits for. */
  readonly nice: number
}

export const NO_SANDBOX: Sandbox = { network: 'none', uid: null, setpriv: false, prlimit: false }

/**
 * An account that is nobody else's: systemd's list of uids leaves 65520 to 65533 unused. Not 65534, which is `nobody`: where
 * root runs `npm start`, so does PostgreSQL, and a decoder that was taken over could then read and kill the database.
 */
export const DECODER_UID = 65_533

/**
 * Reports the CPU time of what it ran on file descriptor 3, and outlives SIGTERM to do so. POSIX `times` prints
 * two lines: the shell's own, then its children's.
 */
const ACCOUNTING = 'trap : TERM; "$@"; code=$?; times >&3; exit $code'

/**
 * The whole argv of a run, outermost first: network, identity, accounting, limits, then the program.
 * `setpriv` stands twice, since a shell's death does not reach its children by itself.
 */
export function sandboxedCommand(
  sandbox: Sandbox,
  limits: RunLimits,
  program: string,
  args: readonly string[],
): string[] {
  const deathWithParent = sandbox.setpriv ? ['setpriv', '--pdeathsig', 'KILL'] : []
  return [
    ...networkPrefix(sandbox),
    ...identityPrefix(sandbox),
    ...['sh', '-c', ACCOUNTING, 'sh'],
    ...deathWithParent,
    ...(sandbox.prlimit ? limitPrefix(limits) : []),
    ...['nice', '-n', String(limits.nice), program, ...args],
  ]
}

function networkPrefix({ network }: Sandbox): string[] {
  if (network === 'none') return []
  return network === 'root' ? ['unshare', '-n'] : ['unshare', '-rn']
}

function identityPrefix({ setpriv, uid }: Sandbox): string[] {
  if (!setpriv) return []
  const identity = uid === null ? [] : [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']
  return ['setpriv', ...identity, '--no-new-privs', '--pdeathsig', 'KILL']
}

function limitPrefix({ memoryBytes, cpuSeconds, fileBytes }: RunLimits): string[] {
  return ['prlimit', `--as=${memoryBytes}`, `--cpu=${cpuSeconds}`, `--fsize=${fileBytes}`, '--core=0']
}

/** What a program keeps that it should not have, in words for the log; empty where the sandbox is whole. */
export function whatIsLost(sandbox: Sandbox): readonly string[] {
  return [
    ...(sandbox.network === 'none' ? ['network isolation (unshare)'] : []),
    ...(sandbox.uid === null ? ['an identity of its own (root)'] : []),
    ...(sandbox.setpriv ? [] : ['death with its parent (setpriv)']),
    ...(sandbox.prlimit ? [] : ['memory, CPU and file limits (prlimit)']),
  ]
}
