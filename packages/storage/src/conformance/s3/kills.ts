import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ListPartsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { completeUpload, createUpload, PART_BYTES, sendPart } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

const KILLS = 4
const WRITERS = 8
/** Each writer goes round over so many keys, so that replacing is interrupted too. */
const KEYS_EACH = 20

export const killBehaviour: Behaviour = ({ check, bench }) => {
  const kill = async () => {
    const { subject } = bench()
    subject.account = (await subject.killAndRestart?.()) ?? subject.account
  }

  check(
    'kill -9 in mid-write leaves no half object',
    async () => {
      const { wire, prefix } = bench()
      const [replaced, fresh] = [`${prefix}/half-replaced`, `${prefix}/half-fresh`]
      await wire.call({ method: 'PUT', key: replaced, body: 'before' })
      const half = await Promise.all([replaced, fresh].map((key) => sendHalf(bench().wire, key)))
      await kill()
      for (const sending of half) sending.destroy()
      expect((await bench().wire.call({ method: 'GET', key: replaced })).text).toBe('before')
      expect((await bench().wire.call({ method: 'HEAD', key: fresh })).status).toBe(404)
    },
    180_000,
  )

  check(
    'kill -9 under load loses no object that was acknowledged',
    async () => {
      const acknowledged = new Map<string, string>()
      for (let round = 0; round < KILLS; round++) {
        const { client, bucket, prefix } = bench()
        let alive = true
        const lanes = Array.from({ length: WRITERS }, async (_, lane) => {
          for (let n = 0; alive; n++) {
            const Key = `${prefix}/load/${round}/${lane}/${n % KEYS_EACH}`
            const Body = `${round} ${lane} ${n} ${'x'.repeat(n % 5_000)}`
            const put = new PutObjectCommand({ Bucket: bucket, Key, Body })
            const done = await client.send(put, { abortSignal: AbortSignal.timeout(5_000) }).then(
              () => true,
              () => false,
            )
            // What was cut off may have been written or not; only what stood before it may be there instead.
            if (done) acknowledged.set(Key, Body)
            else acknowledged.delete(Key)
            if (!done && alive) break
          }
        })
        await sleep(300 + Math.random() * 300)
        alive = false
        await kill()
        await Promise.all(lanes)
      }
      expect(acknowledged.size).toBeGreaterThan(WRITERS)
      const { wire } = bench()
      for (const [key, value] of acknowledged) {
        expect((await wire.call({ method: 'GET', key })).text === value, key).toBe(true)
      }
    },
    300_000,
  )

  check(
    'kill -9 leaves the parts of an upload, and the object that is made of them',
    async () => {
      const bytes = randomBytes(PART_BYTES)
      const upload = await createUpload(bench(), `${bench().prefix}/survivor`)
      for (const number of [1, 2, 3]) await sendPart(bench(), upload, number, bytes)
      await kill()
      const { Parts = [] } = await bench().client.send(new ListPartsCommand(upload))
      expect(Parts.map(({ Size }) => Size)).toEqual([PART_BYTES, PART_BYTES, PART_BYTES])
      const named = Parts.map(({ PartNumber = 0, ETag = '' }) => ({ PartNumber, ETag }))
      await completeUpload(bench(), upload, named)
      const { etag } = (await bench().wire.call({ method: 'HEAD', key: upload.Key })).headers
      await kill()
      const head = await bench().wire.call({ method: 'HEAD', key: upload.Key })
      expect(head.headers).toMatchObject({ etag, 'content-length': String(3 * PART_BYTES) })
      const range = `bytes=${PART_BYTES}-${2 * PART_BYTES - 1}`
      const middle = await bench().wire.head({ method: 'GET', key: upload.Key, headers: { range } })
      const got = await fetch(middle.url, { headers: { ...middle.headers } })
      expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true)
    },
    180_000,
  )
}

/** Resolves once the first half has left, with the rest never to come. */
async function sendHalf(wire: ReturnType<Parameters<Behaviour>[0]['bench']>['wire'], key: string) {
  const { url, headers } = wire.head({ method: 'PUT', key, payloadHash: 'UNSIGNED-PAYLOAD' })
  const length = { 'content-length': String(PART_BYTES) }
  const sending = request(url, { method: 'PUT', headers: { ...headers, ...length } })
  sending.on('error', () => undefined)
  await new Promise((resolve) => sending.write(randomBytes(PART_BYTES / 2), resolve))
  return sending
}
