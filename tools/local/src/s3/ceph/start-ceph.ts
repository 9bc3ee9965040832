import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, openSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { S3Account } from '@marquee/storage/conformance'
import { chooseFreePorts } from '../../ports/choose-free-ports.ts'
import { cephConfiguration } from './configuration.ts'

/** A Ceph cluster of one machine and the gateway that speaks S3. */
export interface RunningCeph {
  account: S3Account
  /** Kills the gateway and the OSD with SIGKILL, and starts them again on the same data. */
  killAndRestart(): Promise<void>
  /** Stops it and removes its data. */
  close(): Promise<void>
}

const CREDENTIALS = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }
const READY_WITHIN_MS = 90_000
const ASK_EVERY_MS = 100

/** @throws what a program of Ceph complained about; where its logs are is in the message */
export async function startCeph(): Promise<RunningCeph> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-ceph-'))
  const [monitorPort = 0, gatewayPort = 0] = await chooseFreePorts(2)
  const endpoint = `http://127.0.0.1:${gatewayPort}`
  const cluster = createCluster(folder)
  try {
    await makeMonitor(cluster, monitorPort, gatewayPort)
    cluster.start('monitor', 'ceph-mon', ['-i', 'a'])
    await makeOsd(cluster)
    await startStorage(cluster, endpoint)
    const user = ['--uid=marquee', '--display-name=Marquee', `--access-key=${CREDENTIALS.accessKeyId}`]
    await cluster.run('radosgw-admin', [
      'user',
      'create',
      ...user,
      `--secret-key=${CREDENTIALS.secretAccessKey}`,
    ])
  } catch (error) {
    await cluster.close()
    throw error
  }
  return {
    // Its default zone group; Ceph signs with any region.
    account: { endpoint, region: 'us-east-1', credentials: CREDENTIALS },
    async killAndRestart() {
      await Promise.all(['gateway', 'osd'].map((name) => cluster.kill(name)))
      await startStorage(cluster, endpoint)
    },
    close: () => cluster.close(),
  }
}

async function makeMonitor(
  { folder, run }: Cluster,
  monitorPort: number,
  gatewayPort: number,
): Promise<void> {
  for (const name of ['mon', 'osd', 'rgw', 'run']) mkdirSync(join(folder, name))
  const fsid = randomUUID()
  await writeFile(join(folder, 'ceph.conf'), cephConfiguration({ folder, fsid, monitorPort, gatewayPort }))
  const [keyring, map] = [join(folder, 'keyring'), join(folder, 'monmap')]
  await run('ceph-authtool', [
    '--create-keyring',
    keyring,
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  ])
  const all = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *']
  await run('ceph-authtool', [keyring, '--gen-key', '-n', 'client.admin', ...all])
  await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', `[v1:127.0.0.1:${monitorPort}]`, map])
  await run('ceph-mon', ['--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring])
}

/** The monitor and the OSD's own folder must know it by the same UUID. */
async function makeOsd({ run }: Cluster): Promise<void> {
  const uuid = randomUUID()
  await run('ceph', ['--connect-timeout', '60', 'osd', 'new', uuid])
  await run('ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', uuid])
  await run('ceph', ['osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=localhost'])
}

async function startStorage(cluster: Cluster, endpoint: string): Promise<void> {
  cluster.start('osd', 'ceph-osd', ['-i', '0'])
  cluster.start('gateway', 'radosgw', ['-n', 'client.rgw.a'])
  const late = AbortSignal.timeout(READY_WITHIN_MS)
  while (!(await answers(endpoint))) {
    if (late.aborted) throw new Error(`The gateway did not answer; its logs are in ${cluster.folder}`)
    await sleep(ASK_EVERY_MS)
  }
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    (response) => response.ok,
    () => false,
  )
}

type Cluster = ReturnType<typeof createCluster>

/** Runs programs of Ceph on the configuration in a folder. */
function createCluster(folder: string) {
  const running = new Map<string, ChildProcess>()
  const env = { ...process.env, CEPH_CONF: join(folder, 'ceph.conf') }
  async function kill(name: string): Promise<void> {
    const child = running.get(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return {
    folder,
    run: (program: string, args: readonly string[]) => promisify(execFile)(program, args, { env }),
    /** In the foreground, and dead when we are, however we die. */
    start(name: string, program: string, args: readonly string[]): void {
      const log = openSync(join(folder, `${name}.out`), 'a')
      const words = ['--pdeathsig', 'KILL', program, ...args, '-f']
      running.set(name, spawn('setpriv', words, { env, stdio: ['ignore', log, log] }))
    },
    kill,
    async close(): Promise<void> {
      for (const name of ['gateway', 'osd', 'monitor']) await kill(name)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
