import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'
import type { WorkerFacts } from '@marquee/domain/workers'
import type { ResourceClass } from '@marquee/media'
import { findEncoders } from '../ffmpeg/find-encoders.ts'
import { availableMemory } from './available-memory.ts'
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
    encoders: Object.keys(slots).length > 0 ? await findEncoders(environment.HARDWARE_ENCODERS) : [],
    region: environment.REGION_ID,
    version: await ownVersion(),
  }
}

async function ownVersion(): Promise<string> {
  const manifest = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
