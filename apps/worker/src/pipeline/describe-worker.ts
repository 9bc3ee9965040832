import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism, hostname, totalmem } from 'node:os'
import { join } from 'node:path'
import type { WorkerFacts } from '@marquee/domain/pipeline'
import type { ResourceClass } from '@marquee/media'
import { findEncoders } from '../ffmpeg/find-encoders.ts'
import type { WorkerEnvironment } from './environment.ts'

/** What this program can do, measured where it can be. */
export async function describeWorker(environment: WorkerEnvironment): Promise<WorkerFacts> {
  const roles = environment.WORKER_ROLES
  const slots: Partial<Record<ResourceClass, number>> = {
    ...(roles.includes('encode') && { encode: environment.ENCODE_CONCURRENCY }),
    ...(roles.includes('light') && { light: environment.LIGHT_CONCURRENCY }),
  }
  return {
    id: `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`,
    host: hostname(),
    roles: [...new Set(roles)],
    slots,
    cores: availableParallelism(),
    memoryBytes: availableMemory(),
    encoders: Object.keys(slots).length > 0 ? await findEncoders() : [],
    region: environment.REGION_ID,
    version: await ownVersion(),
  }
}

/** Bytes: the machine's, or what its container may use. */
function availableMemory(): number {
  // 0 where nothing constrains it, and 2^64 or so where a control group says «no limit».
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

async function ownVersion(): Promise<string> {
  const manifest = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
