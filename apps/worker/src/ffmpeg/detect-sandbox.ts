import { execa } from 'execa'
import { DECODER_UID, NO_SANDBOX, type Sandbox } from './sandbox.ts'

/** Tries, once at start, what this machine allows. `off` tries nothing. */
export async function detectSandbox(mode: 'auto' | 'off'): Promise<Sandbox> {
  if (mode === 'off' || process.platform !== 'linux') return NO_SANDBOX
  const isRoot = process.getuid?.() === 0
  const [network, identity, setpriv, prlimit] = await Promise.all([
    works('unshare', [isRoot ? '-n' : '-rn', 'true']),
    isRoot &&
      works('setpriv', [`--reuid=${DECODER_UID}`, `--regid=${DECODER_UID}`, '--clear-groups', 'true']),
    works('setpriv', ['--no-new-privs', '--pdeathsig', 'KILL', 'true']),
    works('prlimit', ['--as=4294967296', 'true']),
  ])
  return {
    network: network ? (isRoot ? 'root' : 'user') : 'none',
    uid: identity ? DECODER_UID : null,
    setpriv,
    prlimit,
  }
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(command, args, { reject: false, stdio: 'ignore', timeout: 5000 })
  return exitCode === 0
}
