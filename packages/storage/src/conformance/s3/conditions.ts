import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { completeUpload, createUpload, sendPart } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

const WRITERS = 8
const ROUNDS = 5

export const conditionBehaviour: Behaviour = ({ check, bench }) => {
  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'written',
      (error: Error) => error.name,
    )
  const isRefusal = (name: string) => name === 'PreconditionFailed' || name === 'ConditionalRequestConflict'

  check(`of ${WRITERS} writers with If-None-Match one wins, and its bytes stand`, async () => {
    const { client, bucket, prefix } = bench()
    for (let round = 0; round < ROUNDS; round++) {
      const object = { Bucket: bucket, Key: `${prefix}/race-${round}` }
      const writers = Array.from({ length: WRITERS }, (_, writer) =>
        outcome(client.send(new PutObjectCommand({ ...object, Body: `writer ${writer}`, IfNoneMatch: '*' }))),
      )
      const outcomes = await Promise.all(writers)
      expect(outcomes.filter(isRefusal)).toHaveLength(WRITERS - 1)
      const got = await client.send(new GetObjectCommand(object))
      expect(await got.Body?.transformToString()).toBe(`writer ${outcomes.indexOf('written')}`)
    }
  })

  check('a write with If-None-Match meets what is there with 412', async () => {
    const { client, bucket, prefix, wire } = bench()
    const key = `${prefix}/taken`
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'first' }))
    const put = await wire.call({ method: 'PUT', key, body: 'second', headers: { 'if-none-match': '*' } })
    expect(put).toMatchObject({ status: 412, code: 'PreconditionFailed' })
    expect((await wire.call({ method: 'GET', key })).text).toBe('first')
  })

  check(`of ${WRITERS} completions with If-None-Match one wins`, async () => {
    const { prefix, wire } = bench()
    const key = `${prefix}/completions`
    const uploads = await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const upload = await createUpload(bench(), key)
        const { etag } = await sendPart(bench(), upload, 1, Buffer.from(`upload ${writer}`))
        return { upload, part: { PartNumber: 1, ETag: etag } }
      }),
    )
    const outcomes = await Promise.all(
      uploads.map(({ upload, part }) =>
        outcome(completeUpload(bench(), upload, [part], { IfNoneMatch: '*' })),
      ),
    )
    expect(outcomes.filter((name) => name === 'written')).toHaveLength(1)
    expect(outcomes.filter(isRefusal)).toHaveLength(WRITERS - 1)
    expect((await wire.call({ method: 'GET', key })).text).toBe(`upload ${outcomes.indexOf('written')}`)
  })
}
