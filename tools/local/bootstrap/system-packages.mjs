import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.mjs'
import { findNginx } from './find-nginx.mjs'
import { findProgram } from './find-program.mjs'
import { runQuietly } from './run-quietly.mjs'

/** What npm does not carry: the programs, and the package that has them on each system. */
const NEEDED = {
  ffmpeg: { programs: ['ffmpeg', 'ffprobe'], debian: 'ffmpeg', fedora: 'ffmpeg-free', macos: 'ffmpeg' },
  redis: { programs: ['redis-server'], debian: 'redis-server', fedora: 'redis', macos: 'redis' },
  ceph: {
    programs: ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'],
    debian: 'ceph-common ceph-mon ceph-osd radosgw',
    fedora: 'ceph-common ceph-mon ceph-osd ceph-radosgw',
    macos: 'ceph (which has no package there)',
  },
  openssl: { programs: ['openssl'], debian: 'openssl', fedora: 'openssl', macos: 'openssl' },
  nginx: { programs: [], debian: 'nginx-light', fedora: 'nginx', macos: 'nginx' },
  chromium: { programs: [], debian: 'chromium', fedora: 'chromium', macos: 'chromium' },
}

/** Non-interactive, and patient with another apt at work. */
const APT = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120']

/**
 * The names in NEEDED whose programs this machine lacks. Redis is not needed where both of its URLs are given;
 * chromium and nginx, a shared cache before the edge, are for tests only, Ceph for those of `npm run test:s3 -- --ceph`, openssl for tests and `npm start -- --lan`.
 *
 * @param {{ forTests: boolean, ceph?: boolean, lan?: boolean }} options
 * @returns {string[]}
 */
export function missingSystemPackages({ forTests, ceph = false, lan = false }) {
  const redisElsewhere = process.env.QUEUE_REDIS_URL && process.env.CACHE_REDIS_URL && !forTests
  return Object.keys(NEEDED).filter((name) => {
    if ((name === 'chromium' || name === 'nginx') && !forTests) return false
    if (name === 'ceph' && !ceph) return false
    if (name === 'openssl' && !lan && !forTests) return false
    if (name === 'redis' && redisElsewhere) return false
    if (name === 'chromium') return !findChromium()
    if (name === 'nginx') return !findNginx()
    return NEEDED[name].programs.some((program) => !findProgram(program))
  })
}

/**
 * How to install without asking anyone: as root, or through sudo that wants no password; on Debian's family only.
 *
 * @returns {Promise<string[] | undefined>} the words before `apt-get`, or undefined when it cannot be done
 */
export async function aptLauncher() {
  if (!existsSync('/etc/debian_version') || !findProgram('apt-get')) return undefined
  if (process.getuid?.() === 0) return []
  if (!findProgram('sudo')) return undefined
  return runQuietly('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n'],
    () => undefined,
  )
}

/**
 * Installs with apt-get; throws CommandFailed with the end of its output. Nothing is started where systemd would: what we
 * need of nginx and Redis we start ourselves, and nobody asked for a web server on port 80.
 */
export async function installWithApt(names, launcher) {
  const env = ['env', 'DEBIAN_FRONTEND=noninteractive', 'SYSTEMD_OFFLINE=1']
  const apt = async (args) => {
    const [command, ...words] = [...launcher, ...env, 'apt-get', ...args]
    await runQuietly(command, words)
  }
  await apt(['update', '-qq', '-o', 'DPkg::Lock::Timeout=120'])
  await apt(['install', ...APT, ...names.flatMap((name) => NEEDED[name].debian.split(' '))])
}

/** What a person is to type, for each system. */
export function installAdvice(names) {
  const packages = (system) => names.map((name) => NEEDED[name][system]).join(' ')
  return [
    `Marquee needs ${names.join(' and ')}, and cannot install ${names.length > 1 ? 'them' : 'it'} by itself here. Type:`,
    `  Debian, Ubuntu   sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages('debian')}`,
    `  Fedora           sudo dnf install -y ${packages('fedora')}`,
    `  macOS            brew install ${packages('macos')}`,
  ].join('\n')
}
