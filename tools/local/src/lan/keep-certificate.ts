import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/** Files in PEM; only `authority` may leave this machine. */
export interface LanCertificate {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

/** Apple's devices refuse certificates of private authorities that live longer than 825 days; browsers' own rule is 398. */
const CERTIFICATE_DAYS = 397
const AUTHORITY_DAYS = 3_650
/** A certificate that ends sooner is made anew. */
const SPARE_MS = 30 * 86_400_000

/**
 * The certificate under which this machine serves its network, in `folder`, made with openssl where there is none, where it
 * ends soon, or where this machine has another address by now. The authority that signed it stays, so that a device that
 * trusts it needs to be told once. It may vouch for addresses of private networks alone: who steals its key can pretend to
 * be a device in somebody's home, and no site on the internet.
 */
export async function keepCertificate(folder: string, address: string): Promise<LanCertificate> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (name: string) => path.join(folder, name)
  const files = {
    authority: file('authority.pem'),
    certificate: file('certificate.pem'),
    key: file('key.pem'),
  }
  if (!existsSync(files.authority)) await makeAuthority(folder)
  if (!isUsable(files, address)) await makeCertificate(folder, address)
  return files
}

function isUsable({ authority, certificate, key }: LanCertificate, address: string): boolean {
  if (!existsSync(certificate) || !existsSync(key)) return false
  const known = new X509Certificate(readFileSync(certificate))
  const lasts = new Date(known.validTo).getTime() - Date.now() > SPARE_MS
  return (
    lasts &&
    known.checkIP(address) !== undefined &&
    known.verify(new X509Certificate(readFileSync(authority)).publicKey)
  )
}

async function makeAuthority(folder: string): Promise<void> {
  const constraints = [
    ...['10.0.0.0/255.0.0.0', '172.16.0.0/255.240.0.0', '192.168.0.0/255.255.0.0', '127.0.0.0/255.0.0.0'],
    // A machine whose network uses other addresses, such as a laboratory's (RFC 5737).
    ...['100.64.0.0/255.192.0.0', '192.0.2.0/255.255.255.0'],
  ].map((network) => `permitted;IP:${network}`)
  const extensions = [
    'basicConstraints=critical,CA:TRUE,pathlen:0',
    'keyUsage=critical,keyCertSign,cRLSign',
    `nameConstraints=critical,${[...constraints, 'permitted;DNS:localhost', 'permitted;DNS:local'].join(',')}`,
  ]
  await openssl(folder, [
    ...[
      'req',
      '-x509',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-sha256',
    ],
    ...['-days', String(AUTHORITY_DAYS), '-subj', `/CN=Marquee on ${commonName()}`],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...['-keyout', 'authority-key.pem', '-out', 'authority.pem'],
  ])
}

async function makeCertificate(folder: string, address: string): Promise<void> {
  const settings = path.join(folder, 'certificate.cnf')
  writeFileSync(
    settings,
    [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=serverAuth',
      `subjectAltName=IP:${address},IP:127.0.0.1,DNS:localhost`,
    ].join('\n'),
  )
  await openssl(folder, [
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256'],
    ...['-subj', `/CN=Marquee at ${address}`, '-keyout', 'key.pem', '-out', 'request.pem'],
  ])
  await openssl(folder, [
    ...[
      'x509',
      '-req',
      '-sha256',
      '-days',
      String(CERTIFICATE_DAYS),
      '-in',
      'request.pem',
      '-out',
      'certificate.pem',
    ],
    ...['-CA', 'authority.pem', '-CAkey', 'authority-key.pem', '-CAcreateserial', '-extfile', settings],
  ])
  for (const name of ['request.pem', 'certificate.cnf']) rmSync(path.join(folder, name), { force: true })
}

/** 64 characters at most (RFC 5280, ub-common-name), and none that openssl reads as a separator. */
function commonName(): string {
  return (
    hostname()
      .replace(/[^\w.-]/g, '')
      .slice(0, 40) || 'this machine'
  )
}

async function openssl(folder: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('openssl', args, { cwd: folder })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error('npm start -- --lan needs openssl for its certificate. Install it, and try again.')
    throw error
  }
}
