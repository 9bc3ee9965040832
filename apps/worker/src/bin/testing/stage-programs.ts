import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { closeDatabase, createDatabase, type Database, leaseIdSource } from '@marquee/domain'
import { createRun, DEFAULT_PIPELINE } from '@marquee/domain/pipeline'
import { createQueues, enqueueDispatch } from '@marquee/jobs'
import { newPublicId } from '@marquee/schema/ids'
import { createS3Store, type ObjectStore } from '@marquee/storage'

const PROGRAM = path.resolve(import.meta.dirname, '../../../dist/bin/worker.js')

export type Variables = Readonly<Record<string, string>>

/** A worker program as `npm start` runs it, from dist. */
export interface RunningWorker {
  readonly child: ChildProcess
  readonly log: readonly string[]
  /** Resolves to the exit status, or null where a signal ended it. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Starts a worker program and waits until it says that it is ready. */
export async function startWorker(variables: Variables, roles: string): Promise<RunningWorker> {
  const env = { ...process.env, ...variables, WORKER_ROLES: roles, LOG_LEVEL: 'info' }
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const log: string[] = []
  const exited = once(child, 'exit') as Promise<[number | null]>
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line)
      if (line.includes('"msg":"ready"')) resolve()
    })
    void exited.then(([code]) => reject(new Error(`The worker exited with ${code}: ${log.join('\n')}`)))
  })
  return {
    child,
    log,
    async stop(signal) {
      child.kill(signal)
      return (await exited)[0]
    },
  }
}

/** What a test uses of the stage beside the programs. */
export interface StageClient {
  readonly database: Database
  readonly stores: Readonly<Record<'originals' | 'temporary' | 'transcoded', ObjectStore>>
  /** Uploads a file as an original, and starts its run as completing an upload does. */
  process(file: string): Promise<{ runId: bigint; videoId: bigint; publicId: string }>
  close(): Promise<void>
}

export async function openStageClient(variables: Variables): Promise<StageClient> {
  const need = (name: string): string => variables[name] ?? fail(name)
  const database = createDatabase(need('DATABASE_URL'))
  const ids = await leaseIdSource(database, { region: 1 })
  const queues = createQueues(need('QUEUE_REDIS_URL'), { whenDown: 'wait' })
  const open = (bucket: string) =>
    createS3Store({
      endpoint: need('S3_ENDPOINT'),
      region: need('S3_REGION'),
      bucket: need(bucket),
      credentials: {
        accessKeyId: need('AWS_ACCESS_KEY_ID'),
        secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
      },
    })
  const stores = {
    originals: open('S3_BUCKET_ORIGINALS'),
    temporary: open('S3_BUCKET_TEMPORARY'),
    transcoded: open('S3_BUCKET_TRANSCODED'),
  }
  const channelId = await createChannel(database, () => BigInt(ids.next()))
  return {
    database,
    stores,
    async process(file) {
      const originalKey = `uploads/${newPublicId()}/source`
      await stores.originals.uploadFile(file, originalKey)
      const videoId = BigInt(ids.next())
      const publicId = newPublicId()
      const runId = await database.$transaction(async (tx) => {
        const status = 'processing'
        await tx.video.create({
          data: {
            id: videoId,
            publicId,
            channelId,
            title: 'Clip',
            status,
            originalKey,
            visibility: 'public',
          },
        })
        return createRun(tx, ids, { videoId, pipeline: DEFAULT_PIPELINE })
      })
      await enqueueDispatch(queues, runId)
      return { runId, videoId, publicId }
    },
    async close() {
      await queues.close()
      for (const store of Object.values(stores)) store.close()
      await ids.release()
      await closeDatabase(database)
    },
  }
}

async function createChannel(database: Database, nextId: () => bigint): Promise<bigint> {
  const ownerId = nextId()
  await database.account.create({
    data: { id: ownerId, publicId: newPublicId(), authUserId: randomUUID(), name: 'Ada' },
  })
  const id = nextId()
  await database.channel.create({
    data: { id, publicId: newPublicId(), ownerId, handle: `ada_${id}`.slice(-30), name: 'Ada' },
  })
  return id
}

function fail(name: string): never {
  throw new Error(`${name} is not set. Run this test under \`npm run stage -- …\`.`)
}
