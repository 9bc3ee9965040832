import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Behaviour } from './subject.ts'

/** S3's bound for one call. */
const MOST = 1_000

export const deletionBehaviour: Behaviour = ({ check, bench }) => {
  const put = (Key: string) => {
    const { client, bucket } = bench()
    return client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))
  }
  const isThere = async (key: string) => (await bench().wire.call({ method: 'HEAD', key })).status === 200

  const post = (keys: number, digest = true) => {
    const { wire, prefix } = bench()
    const objects = Array.from({ length: keys }, (_, n) => `<Object><Key>${prefix}/bulk/${n}</Key></Object>`)
    const body = `<Delete>${objects.join('')}</Delete>`
    const md5 = createHash('md5').update(body).digest('base64')
    const headers: Record<string, string> = digest ? { 'content-md5': md5 } : {}
    return wire.call({ method: 'POST', query: { delete: '' }, body, headers })
  }

  check('what is deleted is gone, and deleting it again succeeds', async () => {
    const { client, bucket, prefix } = bench()
    const key = `${prefix}/gone`
    await put(key)
    for (const _ of ['once', 'again']) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
      expect(await isThere(key)).toBe(false)
    }
  })

  check('1,000 keys are deleted by one call, those that are not there too', async () => {
    const { client, bucket, prefix } = bench()
    // Every tenth is there: a thousand small objects, each flushed, took the embedded store 16 s beside other tests.
    const there = Array.from({ length: MOST / 10 }, (_, n) => n * 10 + 9)
    await Promise.all([...there, 'beside'].map((name) => put(`${prefix}/bulk/${name}`)))
    expect((await post(MOST)).text.match(/<Deleted>/g)).toHaveLength(MOST)
    const left = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}/bulk/` }))
    expect(left.Contents?.map(({ Key }) => Key)).toEqual([`${prefix}/bulk/beside`])
  })

  check('1,001 keys are refused', async () => {
    expect((await post(MOST + 1)).status).toBe(400)
  })

  check('a deletion of many without a digest is refused', async () => {
    await put(`${bench().prefix}/bulk/0`)
    expect(await post(1, false)).toMatchObject({ status: 400, code: 'InvalidRequest' })
    expect(await isThere(`${bench().prefix}/bulk/0`)).toBe(true)
  })

  check('a quiet deletion of many lists nothing, and takes strange keys', async () => {
    const { client, bucket, prefix } = bench()
    const keys = ['a b', '<&>"\'', '영상', 'slash//slash', 'end/'].map((name) => `${prefix}/quiet/${name}`)
    for (const key of keys) await put(key)
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true }
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }))
    expect([Deleted ?? [], Errors ?? []]).toEqual([[], []])
    for (const key of keys) expect(await isThere(key), key).toBe(false)
  })
}
