/** What this machine can take away from a program that reads strangers' files. */
export interface Sandbox {
  /** `root`: no network by `unshare -n`; `user`: by a user namespace of its own; `none`: it keeps the network. */
  readonly network: 'root' | 'user' | 'none'
  /**
   * The folder that it takes for the whole machine: programs and libraries, read-only, its own processes, and the one
   * folder it works in. Null: it sees the machine's files and processes.
   */
  readonly view: string | null
  /** Runs under this uid and gid; null keeps ours. */
  readonly uid: number | null
  /** Groups of that user besides; it has none where this is left out. */
  readonly groups?: readonly number[]
  /** setpriv is there: no new privileges, and death with the parent. */
  readonly setpriv: boolean
  /** prlimit is there: memory, CPU time and file size are bounded by the kernel. */
  readonly prlimit: boolean
}

/** Kernel limits of one run. */
export interface RunLimits {
  /** Of address space, not of resident memory; may be infinite. */
  readonly memoryBytes: number
  readonly cpuSeconds: number
  /** Of any one file. */
  readonly fileBytes: number
  /**
   * 0 to 19; encodes yield to what a viewer waits for. Where the kernel groups processes by session, it is the group's, else of
   * each of an encode's threads: at 10 the ten of them took a third of a processor from whoever else wanted it, at 19 a fifteenth.
   */
  readonly nice: number
}

export const NO_SANDBOX: Sandbox = {
  network: 'none',
  view: null,
  uid: null,
  setpriv: false,
  prlimit: false,
}

/**
 * An account that is nobody else's: systemd's list of uids leaves 65520 to 65533 unused. Not 65534, which is `nobody`: where
 * root runs `npm start`, so does PostgreSQL, and a decoder that was taken over could then read and kill the database.
 */
export const DECODER_UID = 65_533

/** Where a program works, in its view. */
export const WORK_FOLDER = '/work'

/** The table of mounts of a view, which lies beside it, out of its sight. */
export const tablePath = (view: string) => `${view}.fstab`

/**
 * What is mounted where, in the form of fstab(5). The view itself comes first: mounted read-only over itself, it cannot be
 * written to by a worker's own user either.
 */
export function mountTable(view: string, shown: readonly string[]): string {
  const readOnly = 'bind,ro,nosuid,nodev'
  const devices = shown.filter((path) => path.startsWith('/dev/'))
  const lines = [
    [view, view, 'none', readOnly],
    ...shown
      .filter((path) => !devices.includes(path))
      .map((path) => [path, `${view}${path}`, 'none', readOnly]),
    ...devices.map((path) => [path, `${view}${path}`, 'none', 'bind,nosuid,noexec']),
    ['proc', `${view}/proc`, 'proc', 'nosuid,nodev,noexec'],
  ]
  return lines.map((fields) => `${fields.map(escaped).join(' ')} 0 0\n`).join('')
}

const escaped = (field: string) =>
  field.replace(/[\s\\]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`)

/**
 * Reports the CPU time of what it ran on file descriptor 3, and outlives SIGTERM to do so. POSIX `times` prints
 * two lines: the shell's own, then its children's.
 */
const ACCOUNTING = '"$@" 3>&-; code=$?; times >&3; exit $code'
const ACCOUNTING_ONLY = `trap : TERM; ${ACCOUNTING}`

/**
 * Each program is a session of its own, to which Linux gives a share like any other's (sched(7), autogroup): there `nice` tells
 * only the session's own processes apart. Where nothing is grouped, there is no such file, or it changes nothing.
 */
const yieldAs = (nice: number) => (nice > 0 ? `{ echo ${nice} >/proc/self/autogroup; } 2>/dev/null; ` : '')

/** The same as the first process of a namespace, whose end is the end of all others in it. 126 is «not executable». */
const MOUNT_AND_ACCOUNT = [
  'trap : TERM',
  'view=$1; shift',
  `mount -a -T "${tablePath('$view')}" && mount --bind -o nosuid,nodev,noexec . "$view${WORK_FOLDER}" || exit 126`,
  ACCOUNTING,
].join('; ')

/**
 * The whole argv of a run, outermost first: namespaces, accounting, identity, limits, then the program.
 * `setpriv` stands twice, since a shell's death does not reach its children by itself.
 */
export function sandboxedCommand(
  sandbox: Sandbox,
  limits: RunLimits,
  program: string,
  args: readonly string[],
): string[] {
  const bounded = [...(sandbox.prlimit ? limitPrefix(limits) : []), 'nice', '-n', String(limits.nice)]
  return [
    ...(sandbox.view === null ? besideOthers(sandbox, limits) : alone(sandbox, sandbox.view, limits)),
    ...bounded,
    program,
    ...args,
  ]
}

/** Without a view the shell has the program's identity, and both die with their parents. */
function besideOthers(sandbox: Sandbox, { nice }: RunLimits): string[] {
  const deathWithParent = sandbox.setpriv ? ['setpriv', '--pdeathsig', 'KILL'] : []
  const identity = sandbox.setpriv ? ['setpriv', ...identityOptions(sandbox), '--pdeathsig', 'KILL'] : []
  const network = { root: ['unshare', '-n'], user: ['unshare', '-rn'], none: [] }[sandbox.network]
  return [...network, ...identity, 'sh', '-c', `${yieldAs(nice)}${ACCOUNTING_ONLY}`, 'sh', ...deathWithParent]
}

/** The shell mounts, so it keeps its rights; the program enters the view without any, and without a way to get some. */
function alone(sandbox: Sandbox, view: string, { nice }: RunLimits): string[] {
  return [
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...[
      'unshare',
      ...(sandbox.network === 'user' ? ['-r'] : []),
      '-n',
      '-i',
      '-m',
      '-p',
      '--fork',
      '--kill-child',
    ],
    ...['sh', '-c', `${yieldAs(nice)}${MOUNT_AND_ACCOUNT}`, 'sh', view],
    ...['unshare', `--root=${view}`, `--wd=${WORK_FOLDER}`],
    ...['setpriv', ...identityOptions(sandbox), '--bounding-set=-all', '--inh-caps=-all'],
  ]
}

function identityOptions({ uid, groups = [] }: Sandbox): string[] {
  const others = groups.length > 0 ? `--groups=${groups.join(',')}` : '--clear-groups'
  const identity = uid === null ? [] : [`--reuid=${uid}`, `--regid=${uid}`, others]
  return [...identity, '--no-new-privs']
}

function limitPrefix({ memoryBytes, cpuSeconds, fileBytes }: RunLimits): string[] {
  const addresses = Number.isFinite(memoryBytes) ? String(memoryBytes) : 'unlimited'
  return ['prlimit', `--as=${addresses}`, `--cpu=${cpuSeconds}`, `--fsize=${fileBytes}`, '--core=0']
}

/** What a program keeps that it should not have, in words for the log; empty where the sandbox is whole. */
export function whatIsLost(sandbox: Sandbox): readonly string[] {
  return [
    ...(sandbox.network === 'none' ? ['network isolation (unshare)'] : []),
    ...(sandbox.view === null ? ['a view of its own files and processes alone (unshare, mount)'] : []),
    ...(sandbox.uid === null ? ['an identity of its own (root)'] : []),
    ...(sandbox.setpriv ? [] : ['death with its parent (setpriv)']),
    ...(sandbox.prlimit ? [] : ['memory, CPU and file limits (prlimit)']),
  ]
}
