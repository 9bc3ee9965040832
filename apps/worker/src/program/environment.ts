import { tmpdir } from 'node:os'
import path from 'node:path'
import { X264_PRESETS } from '@marquee/media'
import { port, programEnvironment, writingEnvironment } from '@marquee/service'
import { z } from 'zod'
import { availableMemory } from './available-memory.ts'

/** What one worker program may be told to do. */
export const WORKER_ROLES = ['dispatch', 'complete', 'encode', 'light'] as const
export type WorkerRole = (typeof WORKER_ROLES)[number]

const roles = z
  .string()
  .default(WORKER_ROLES.join(','))
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(WORKER_ROLES)).min(1))

const concurrency = z.coerce.number().int().min(1).max(64)

/** Bytes above which two ladders of 2160p, of some 2 GB each, leave room for everything else. */
const ROOM_FOR_TWO = 6 * 2 ** 30

/** While one encode begins or ends and leaves processors idle, another uses them (docs/decisions/0036). */
const usualEncodes = () => (availableMemory() >= ROOM_FOR_TWO ? 2 : 1)

export const workerEnvironment = z.object({
  ...programEnvironment,
  ...writingEnvironment,
  WORKER_ROLES: roles,
  /** 0: no health server. */
  WORKER_HEALTH_PORT: port.default(0),
  /** `off`: none is looked for. */
  HARDWARE_ENCODERS: z.enum(['auto', 'off']).default('auto'),
  ENCODE_PRESET: z.enum(X264_PRESETS).default('veryfast'),
  /** Of each user of the machine their own, since nobody may use another's. */
  WORKER_SCRATCH: z.string().default(path.join(tmpdir(), `marquee-scratch-${process.getuid?.() ?? 0}`)),
  SANDBOX: z.enum(['auto', 'off']).default('auto'),
  /** A folder of definitions besides those that come with Marquee. */
  PIPELINES: z.string().optional(),
  ENCODE_CONCURRENCY: concurrency.default(usualEncodes),
  LIGHT_CONCURRENCY: concurrency.default(3),
})

export type WorkerEnvironment = z.infer<typeof workerEnvironment>
