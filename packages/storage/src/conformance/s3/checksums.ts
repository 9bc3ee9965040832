import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { KNOWN_DIGESTS, KNOWN_TEXT, WRONG_TEXT } from './known-digests.ts'
import { createUpload } from './multipart-tools.ts'
import { sha256 } from './sign.ts'
import type { Behaviour } from './subject.ts'

export const checksumBehaviour: Behaviour = ({ check, bench }) => {
  for (const [header, digest] of Object.entries(KNOWN_DIGESTS)) {
    check(`a body that is not what ${header} says is refused, and nothing is kept`, async () => {
      const { wire, prefix } = bench()
      const key = `${prefix}/${header}`
      const put = (body: string) => wire.call({ method: 'PUT', key, body, headers: { [header]: digest } })
      expect(await put(WRONG_TEXT)).toMatchObject({ status: 400, code: 'BadDigest' })
      expect((await wire.call({ method: 'HEAD', key })).status).toBe(404)
      expect((await put(KNOWN_TEXT)).status).toBe(200)
      expect((await wire.call({ method: 'GET', key })).text).toBe(KNOWN_TEXT)
    })
  }

  check('a part that is not what its content-md5 says is refused, and is no part', async () => {
    const { wire, client, prefix } = bench()
    const upload = await createUpload(bench(), `${prefix}/part`)
    const query = { uploadId: upload.UploadId, partNumber: '1' }
    const headers = { 'content-md5': KNOWN_DIGESTS['content-md5'] ?? '' }
    const put = (body: string) => wire.call({ method: 'PUT', key: upload.Key, query, body, headers })
    expect(await put(WRONG_TEXT)).toMatchObject({ status: 400, code: 'BadDigest' })
    expect((await client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([])
    expect((await put(KNOWN_TEXT)).status).toBe(200)
    await client.send(new AbortMultipartUploadCommand(upload))
  })

  check('a body that is not the one signed is refused, and nothing is kept', async () => {
    const { wire, prefix } = bench()
    const key = `${prefix}/signed`
    const put = await wire.call({ method: 'PUT', key, body: 'sent', payloadHash: sha256('signed') })
    expect(put).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
    expect((await wire.call({ method: 'HEAD', key })).status).toBe(404)
  })

  check('a digest that is none is refused', async () => {
    const { wire, prefix } = bench()
    const put = { method: 'PUT', key: `${prefix}/garbled`, body: 'x', headers: { 'content-md5': 'short' } }
    expect(await wire.call(put)).toMatchObject({ status: 400, code: 'InvalidDigest' })
  })

  check('a checksum is kept with its object and answered on request', async () => {
    const { client, bucket, prefix } = bench()
    const object = { Bucket: bucket, Key: `${prefix}/kept` }
    const put = new PutObjectCommand({
      ...object,
      Body: KNOWN_TEXT,
      ChecksumAlgorithm: ChecksumAlgorithm.SHA256,
    })
    const ChecksumSHA256 = KNOWN_DIGESTS['x-amz-checksum-sha256']
    expect(await client.send(put)).toMatchObject({ ChecksumSHA256 })
    const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ChecksumSHA256 })
  })
}
