import { execa } from 'execa'
import { prepareView } from './prepare-view.ts'
import { DECODER_UID, NO_SANDBOX, type Sandbox, sandboxedCommand } from './sandbox.ts'

/**
 * Tries, once at start, what this machine allows. `off` tries nothing.
 * @param view the folder to make a view in; its parent must be there, and other users be able to enter it
 */
export async function detectSandbox(mode: 'auto' | 'off', view: string): Promise<Sandbox> {
  if (mode === 'off' || process.platform !== 'linux') return NO_SANDBOX
  const isRoot = process.getuid?.() === 0
  const [network, identity, setpriv, prlimit] = await Promise.all([
    works('unshare', [isRoot ? '-n' : '-rn', 'true']),
    isRoot &&
      works('setpriv', [`--reuid=${DECODER_UID}`, `--regid=${DECODER_UID}`, '--clear-groups', 'true']),
    works('setpriv', ['--no-new-privs', '--pdeathsig', 'KILL', 'true']),
    works('prlimit', ['--as=4294967296', 'true']),
  ])
  const sandbox: Sandbox = {
    network: network ? (isRoot ? 'root' : 'user') : 'none',
    view: null,
    uid: identity ? DECODER_UID : null,
    setpriv,
    prlimit,
  }
  const withView = { ...sandbox, view }
  return network && setpriv && (await isWhole(withView, view)) ? withView : sandbox
}

/** Whether ffmpeg starts in the view: all of its libraries must be there. */
async function isWhole(sandbox: Sandbox, view: string): Promise<boolean> {
  await prepareView(view)
  const limits = { memoryBytes: 2 ** 32, cpuSeconds: 10, fileBytes: 0, nice: 0 }
  const [command = '', ...args] = sandboxedCommand(sandbox, limits, 'ffmpeg', ['-version'])
  return works(command, args, view)
}

async function works(command: string, args: readonly string[], cwd = '/'): Promise<boolean> {
  const { exitCode } = await execa(command, args, {
    reject: false,
    // The fourth is where a sandbox reports its CPU time.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    timeout: 5000,
    cwd,
  })
  return exitCode === 0
}
