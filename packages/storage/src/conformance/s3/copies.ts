import { randomBytes } from 'node:crypto'
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { completeUpload, createUpload, PART_BYTES } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

export const copyBehaviour: Behaviour = ({ check, bench }) => {
  check('a copy keeps the headers, or has those that replace them', async () => {
    const { client, bucket, prefix, wire } = bench()
    const from = { Bucket: bucket, Key: `${prefix}/from 1` }
    await client.send(new PutObjectCommand({ ...from, Body: 'copied', ContentType: 'text/plain' }))
    const to = { Bucket: bucket, Key: `${prefix}/to`, CopySource: `${bucket}/${prefix}/from%201` }
    await client.send(new CopyObjectCommand(to))
    expect((await wire.call({ method: 'GET', key: to.Key })).text).toBe('copied')
    expect(await client.send(new HeadObjectCommand(to))).toMatchObject({ ContentType: 'text/plain' })
    await client.send(
      new CopyObjectCommand({ ...to, MetadataDirective: 'REPLACE', ContentType: 'video/mp4' }),
    )
    expect(await client.send(new HeadObjectCommand(to))).toMatchObject({ ContentType: 'video/mp4' })
  })

  check('a copy of nothing is NoSuchKey', async () => {
    const { wire, bucket, prefix } = bench()
    const headers = { 'x-amz-copy-source': `/${bucket}/${prefix}/none` }
    const answer = await wire.call({ method: 'PUT', key: `${prefix}/to`, headers })
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchKey' })
  })

  check('UploadPartCopy makes parts of ranges of another object', async () => {
    const { client, bucket, prefix, wire } = bench()
    const bytes = randomBytes(PART_BYTES + 10)
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}/whole`, Body: bytes }))
    const upload = await createUpload(bench(), `${prefix}/turned`)
    const copy = async (PartNumber: number, first: number, last: number) => {
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({
          ...upload,
          PartNumber,
          CopySource: `${bucket}/${prefix}/whole`,
          CopySourceRange: `bytes=${first}-${last}`,
        }),
      )
      return { PartNumber, ETag: CopyPartResult?.ETag ?? '' }
    }
    const parts = [await copy(1, 10, PART_BYTES + 9), await copy(2, 0, 9)]
    await completeUpload(bench(), upload, parts)
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: upload.Key }))
    const turned = Buffer.concat([bytes.subarray(10), bytes.subarray(0, 10)])
    expect(turned.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
    const { etag } = (await wire.call({ method: 'HEAD', key: upload.Key })).headers
    expect(etag).toMatch(/-2"$/)
  })

  check('UploadPartCopy of bytes that are not there is refused', async () => {
    const { client, bucket, prefix, wire } = bench()
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}/digits`, Body: '0123456789' }))
    const upload = await createUpload(bench(), `${prefix}/beyond`)
    const query = { uploadId: upload.UploadId, partNumber: '1' }
    const headers = {
      'x-amz-copy-source': `${bucket}/${prefix}/digits`,
      'x-amz-copy-source-range': 'bytes=2-10',
    }
    const { status, code } = await wire.call({ method: 'PUT', key: upload.Key, query, headers })
    expect([400, 416]).toContain(status)
    expect(['InvalidArgument', 'InvalidRange']).toContain(code)
  })
}
