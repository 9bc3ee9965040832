import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { expect } from 'vitest'
import type { Behaviour } from './subject.ts'

const KEPT = {
  'content-type': 'video/mp4',
  'cache-control': 'public, max-age=60',
  'content-disposition': 'attachment; filename="a.mp4"',
  'content-encoding': 'gzip',
  'content-language': 'ko',
  expires: 'Wed, 21 Oct 2065 07:28:00 GMT',
  'x-amz-meta-camera': 'A7',
}

export const headerBehaviour: Behaviour = ({ check, bench }) => {
  check('an object keeps the headers it was put with, and HEAD and GET answer them alike', async () => {
    const { wire, prefix } = bench()
    const key = `${prefix}/kept`
    const put = await wire.call({ method: 'PUT', key, headers: KEPT, body: 'bytes' })
    const etag = `"${createHash('md5').update('bytes').digest('hex')}"`
    expect([put.status, put.headers.etag]).toEqual([200, etag])
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, text } = await wire.call({ method, key })
      expect([status, text]).toEqual([200, method === 'GET' ? 'bytes' : ''])
      expect(headers).toMatchObject({ ...KEPT, etag, 'content-length': '5', 'accept-ranges': 'bytes' })
      expect(Math.abs(Date.now() - Date.parse(headers['last-modified'] ?? ''))).toBeLessThan(60_000)
    }
  })

  check('an object may be empty', async () => {
    const { client, bucket, prefix } = bench()
    const object = { Bucket: bucket, Key: `${prefix}/empty` }
    await client.send(new PutObjectCommand({ ...object, Body: '' }))
    expect(await client.send(new HeadObjectCommand(object))).toMatchObject({ ContentLength: 0 })
    const got = await client.send(new GetObjectCommand(object))
    expect(await got.Body?.transformToString()).toBe('')
  })

  check('what is not there is NoSuchKey, and a HEAD of it has no body', async () => {
    const { wire, prefix } = bench()
    const key = `${prefix}/none`
    expect(await wire.call({ method: 'GET', key })).toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(await wire.call({ method: 'HEAD', key })).toMatchObject({ status: 404, text: '' })
    const elsewhere = await wire.call({ method: 'GET', path: '/marquee-has-no-such-bucket/x' })
    expect(elsewhere).toMatchObject({ status: 404, code: 'NoSuchBucket' })
  })

  check('conditional reads are answered 304 and 412', async () => {
    const { wire, prefix } = bench()
    const key = `${prefix}/conditional`
    const { headers } = await wire.call({ method: 'PUT', key, body: 'x' })
    const etag = headers.etag ?? ''
    const modified = Date.parse((await wire.call({ method: 'HEAD', key })).headers['last-modified'] ?? '')
    const date = (seconds: number) => new Date(modified + seconds * 1_000).toUTCString()
    const status = async (conditions: Record<string, string>) =>
      (await wire.call({ method: 'GET', key, headers: conditions })).status
    expect(await status({ 'if-none-match': etag })).toBe(304)
    expect(await status({ 'if-none-match': '"other"' })).toBe(200)
    expect(await status({ 'if-modified-since': date(0) })).toBe(304)
    expect(await status({ 'if-modified-since': date(-5) })).toBe(200)
    expect(await status({ 'if-match': etag })).toBe(200)
    expect(await status({ 'if-match': '"other"' })).toBe(412)
    expect(await status({ 'if-unmodified-since': date(-5) })).toBe(412)
  })

  check('a presigned URL names other headers for the answer', async () => {
    const { client, bucket, prefix, wire } = bench()
    const object = { Bucket: bucket, Key: `${prefix}/renamed` }
    await client.send(new PutObjectCommand({ ...object, Body: 'x', ContentType: 'video/mp4' }))
    const overrides = {
      ResponseContentDisposition: 'attachment; filename="b.mp4"',
      ResponseContentType: 'text/plain',
    }
    const url = await getSignedUrl(client, new GetObjectCommand({ ...object, ...overrides }), {
      expiresIn: 60,
    })
    expect((await wire.send(url, 'GET')).headers).toMatchObject({
      'content-disposition': 'attachment; filename="b.mp4"',
      'content-type': 'text/plain',
    })
  })
}
