import { createHash, randomBytes } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { completeUpload, createUpload, type NamedPart, sendPart } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

/** What `npm run test:s3` and `npm run test:long` send; in between, enough to tell bounded memory from none. */
const LARGE_BYTES = process.env.MARQUEE_LONG ? 1_000_000_000 : 160_000_000
const PIECE_BYTES = 40_000_000
const AT_ONCE = 4
/**
 * 60 MB at rest, and what the collector and the allocator leave lying: 95 MB after 160 MB as after 1 GB, and 127 once on a
 * busy machine. Parts that were held whole made it 190, an answer 370.
 */
const MAX_RESIDENT_KB = 150_000

export const largeBehaviour =
  (measurable: boolean): Behaviour =>
  ({ check, bench }) => {
    const megabytes = LARGE_BYTES / 1e6

    async function carry(): Promise<void> {
      const { client, prefix } = bench()
      const bytes = randomBytes(PIECE_BYTES)
      /** Each begins with its number, so that none stands for another, nor the tenth for the second. */
      const piece = (number: number) => {
        const own = Buffer.from(bytes)
        own.writeUInt32BE(number)
        return own
      }
      const upload = await createUpload(bench(), `${prefix}/object`)
      const parts: NamedPart[] = []
      const numbers = Array.from({ length: LARGE_BYTES / PIECE_BYTES }, (_, index) => index + 1).values()
      const lane = async () => {
        for (const PartNumber of numbers) {
          const { etag } = await sendPart(bench(), upload, PartNumber, piece(PartNumber))
          parts.push({ PartNumber, ETag: etag })
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, lane))
      await completeUpload(
        bench(),
        upload,
        parts.sort((a, b) => a.PartNumber - b.PartNumber),
      )
      const got = await client.send(new GetObjectCommand({ Bucket: upload.Bucket, Key: upload.Key }))
      expect(got.ContentLength).toBe(LARGE_BYTES)
      const [sent, received] = [createHash('sha256'), createHash('sha256')]
      for (let number = 1; number <= LARGE_BYTES / PIECE_BYTES; number += 1) sent.update(piece(number))
      for await (const chunk of got.Body as AsyncIterable<Uint8Array>) received.update(chunk)
      expect(received.digest('hex')).toBe(sent.digest('hex'))
    }

    if (!measurable) check(`${megabytes} MB go up in parallel parts and come back whole`, carry, 600_000)
    else
      check(
        `${megabytes} MB go up and come back within ${MAX_RESIDENT_KB / 1_000} MB of memory`,
        async () => {
          await carry()
          expect(bench().subject.peakResidentKb?.()).toBeLessThan(MAX_RESIDENT_KB)
        },
        600_000,
      )
  }
