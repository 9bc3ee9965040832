import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type Disk, paths } from './disk.ts'
import { ignoreMissing } from './missing.ts'
import { type PlannedRead, planReads } from './plan-reads.ts'
import type { ObjectRecord } from './records.ts'
import { openSealed, type SealedFile } from './sealed-file.ts'

const READ_BYTES = 256 * 1_024

/** An object that stays readable while it is open, even if it is replaced or deleted. Read once, or close. */
export interface OpenObject {
  record: ObjectRecord
  /** Bytes `start` to `end`, inclusive; closes by itself at its end or when destroyed. */
  read(start: number, end: number): Readable
  close(): Promise<void>
}

/** Undefined where there is no such object. */
export async function openObject(disk: Disk, bucket: string, key: string): Promise<OpenObject | undefined> {
  const path = paths.object(disk, bucket, key)
  for (;;) {
    const sealed = await openSealed<ObjectRecord>(path)
    if (!sealed) return undefined
    if (!sealed.trailer.parts) return openWhole(sealed)
    const opened = await openParts(disk, bucket, path, sealed)
    if (opened) return opened
  }
}

function openWhole({ file, trailer }: SealedFile<ObjectRecord>): OpenObject {
  return {
    record: trailer,
    read: (start, end) => file.createReadStream({ start, end, highWaterMark: READ_BYTES }),
    close: () => file.close(),
  }
}

/** Undefined where the object was replaced before its parts could be leased: look again. */
async function openParts(
  disk: Disk,
  bucket: string,
  path: string,
  { file, trailer }: SealedFile<ObjectRecord>,
): Promise<OpenObject | undefined> {
  const { uploadId = '', pieces = [] } = trailer.parts ?? {}
  const release = disk.leases.take(uploadId)
  try {
    // Removal unlinks first and asks for leases then, so a name that still stands has parts that will stay.
    const [opened, named] = await Promise.all([file.stat(), ignoreMissing(stat(path))])
    if (opened.ino !== named?.ino) {
      release()
      return undefined
    }
  } catch (error) {
    release()
    throw error
  } finally {
    await file.close()
  }
  return {
    record: trailer,
    read(start, end) {
      const reads = planReads(pieces, start, end)
      const pathOf = (number: number) => paths.part(disk, bucket, uploadId, number)
      return Readable.from(readParts(reads, pathOf), { objectMode: false, highWaterMark: READ_BYTES }).once(
        'close',
        release,
      )
    },
    close: async () => release(),
  }
}

async function* readParts(
  reads: PlannedRead[],
  pathOf: (number: number) => string,
): AsyncGenerator<Buffer, void, undefined> {
  for (const { number, start, end } of reads) {
    yield* createReadStream(pathOf(number), { start, end, highWaterMark: READ_BYTES })
  }
}
