import { createHash, randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import {
  completeUpload,
  createUpload,
  type NamedPart,
  PART_BYTES,
  sendPart,
  type Upload,
} from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

export const partBehaviour: Behaviour = ({ check, bench }) => {
  const key = (name: string) => `${bench().prefix}/${name}`
  const status = async (name: string) => (await bench().wire.call({ method: 'HEAD', key: key(name) })).status
  const abort = (upload: Upload) => bench().client.send(new AbortMultipartUploadCommand(upload))
  const code = (call: Promise<unknown>) =>
    call.then(
      () => 'succeeded',
      (error: Error) => error.name,
    )

  check('parts come in parallel, in any order, some twice, and the last of a number counts', async () => {
    const { client } = bench()
    const pieces = [PART_BYTES, PART_BYTES + 1, PART_BYTES, 3].map((size) => randomBytes(size))
    const upload = await createUpload(bench(), key('any-order'), { ContentType: 'video/webm' })
    await sendPart(bench(), upload, 2, randomBytes(PART_BYTES))
    const order = [3, 1, 4, 2, 1]
    const sent = await Promise.all(
      order.map((n) => sendPart(bench(), upload, n, pieces[n - 1] ?? Buffer.of())),
    )
    expect(sent.map((answer) => answer.status)).toEqual(order.map(() => 200))
    const { Parts = [] } = await client.send(new ListPartsCommand(upload))
    expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual(
      pieces.map((piece, index) => [index + 1, piece.length]),
    )
    const named = Parts.map(({ PartNumber = 0, ETag = '' }) => ({ PartNumber, ETag }))
    await completeUpload(bench(), upload, named)
    const ETag = etagOf(pieces)
    const got = await client.send(new GetObjectCommand({ Bucket: upload.Bucket, Key: upload.Key }))
    expect(got).toMatchObject({ ETag, ContentType: 'video/webm' })
    const whole = Buffer.concat(pieces)
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true)
    const Range = `bytes=${PART_BYTES - 2}-${2 * PART_BYTES + 2}`
    const across = await client.send(new GetObjectCommand({ Bucket: upload.Bucket, Key: upload.Key, Range }))
    const seam = whole.subarray(PART_BYTES - 2, 2 * PART_BYTES + 3)
    expect(Buffer.from((await across.Body?.transformToByteArray()) ?? []).equals(seam)).toBe(true)
  })

  check('a part that is longer or shorter than its URL says is refused', async () => {
    const upload = await createUpload(bench(), key('length'))
    for (const length of [9, 11]) {
      expect((await sendPart(bench(), upload, 1, Buffer.alloc(length), 10)).status).toBe(403)
    }
    expect((await bench().client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([])
    await abort(upload)
  })

  check('a completion that names wrong or missing parts is refused, and the upload stays open', async () => {
    const upload = await createUpload(bench(), key('wrong'))
    const first = { PartNumber: 1, ETag: (await sendPart(bench(), upload, 1, Buffer.alloc(PART_BYTES))).etag }
    const last = { PartNumber: 2, ETag: (await sendPart(bench(), upload, 2, Buffer.from('end'))).etag }
    const wrong: [NamedPart[], string][] = [
      [[{ ...first, ETag: `"${'0'.repeat(32)}"` }, last], 'InvalidPart'],
      [[first, { PartNumber: 3, ETag: last.ETag }], 'InvalidPart'],
    ]
    for (const [parts, wanted] of wrong)
      expect(await code(completeUpload(bench(), upload, parts))).toBe(wanted)
    expect(await status('wrong')).toBe(404)
    expect(await code(completeUpload(bench(), upload, [first, last]))).toBe('succeeded')
  })

  check('a completion that names its parts out of order is refused', async () => {
    const upload = await createUpload(bench(), key('order'))
    const first = { PartNumber: 1, ETag: (await sendPart(bench(), upload, 1, Buffer.alloc(PART_BYTES))).etag }
    const last = { PartNumber: 2, ETag: (await sendPart(bench(), upload, 2, Buffer.from('end'))).etag }
    expect(await code(completeUpload(bench(), upload, [last, first]))).toBe('InvalidPartOrder')
    await abort(upload)
  })

  check('a completion may leave parts out', async () => {
    const upload = await createUpload(bench(), key('left-out'))
    const { etag } = await sendPart(bench(), upload, 1, Buffer.from('kept'))
    await sendPart(bench(), upload, 2, Buffer.from('left out'))
    expect(await code(completeUpload(bench(), upload, [{ PartNumber: 1, ETag: etag }]))).toBe('succeeded')
    expect((await bench().wire.call({ method: 'GET', key: upload.Key })).text).toBe('kept')
  })

  check('a completion without parts is refused', async () => {
    const upload = await createUpload(bench(), key('empty'))
    const { wire } = bench()
    const query = { uploadId: upload.UploadId }
    const body = '<CompleteMultipartUpload></CompleteMultipartUpload>'
    const answer = await wire.call({ method: 'POST', key: upload.Key, query, body })
    expect(answer).toMatchObject({ status: 400, code: 'MalformedXML' })
    await abort(upload)
  })

  check('a small part that is not the last is refused', async () => {
    const upload = await createUpload(bench(), key('small'))
    const parts: NamedPart[] = []
    for (const PartNumber of [1, 2]) {
      parts.push({
        PartNumber,
        ETag: (await sendPart(bench(), upload, PartNumber, Buffer.from('small'))).etag,
      })
    }
    expect(await code(completeUpload(bench(), upload, parts))).toBe('EntityTooSmall')
    await abort(upload)
  })

  check('a completion answers the ETag', async () => {
    const upload = await createUpload(bench(), key('etag'))
    const { etag } = await sendPart(bench(), upload, 1, Buffer.from('x'))
    const { ETag } = await completeUpload(bench(), upload, [{ PartNumber: 1, ETag: etag }])
    expect(ETag).toBe(etagOf([Buffer.from('x')]))
  })

  check('a completion whose answer was lost succeeds again, and changes nothing', async () => {
    const { wire } = bench()
    const upload = await createUpload(bench(), key('repeated'))
    const part = { PartNumber: 1, ETag: (await sendPart(bench(), upload, 1, Buffer.from('x'))).etag }
    const etags: (string | undefined)[] = []
    for (const _ of ['lost', 'heard']) {
      await completeUpload(bench(), upload, [part])
      etags.push((await wire.call({ method: 'HEAD', key: upload.Key })).headers.etag)
    }
    expect(etags).toEqual([etagOf([Buffer.from('x')]), etagOf([Buffer.from('x')])])
  })

  check('an aborted upload is gone, with its parts', async () => {
    const { client } = bench()
    const upload = await createUpload(bench(), key('aborted'))
    const { etag } = await sendPart(bench(), upload, 1, Buffer.from('x'))
    await abort(upload)
    expect((await sendPart(bench(), upload, 1, Buffer.from('x'))).status).toBe(404)
    const part = { PartNumber: 1, ETag: etag }
    expect(await code(client.send(new ListPartsCommand(upload)))).not.toBe('succeeded')
    expect(await code(completeUpload(bench(), upload, [part]))).not.toBe('succeeded')
    expect(await status('aborted')).toBe(404)
  })

  check('what is asked of an aborted upload is NoSuchUpload', async () => {
    const upload = await createUpload(bench(), key('forgotten'))
    const { etag } = await sendPart(bench(), upload, 1, Buffer.from('x'))
    await abort(upload)
    const part = { PartNumber: 1, ETag: etag }
    expect(await code(bench().client.send(new ListPartsCommand(upload)))).toBe('NoSuchUpload')
    expect(await code(completeUpload(bench(), upload, [part]))).toBe('NoSuchUpload')
  })

  check('parts are listed by pages', async () => {
    const { client } = bench()
    const upload = await createUpload(bench(), key('pages'))
    for (const number of [3, 1, 2]) await sendPart(bench(), upload, number, Buffer.from('x'))
    const numbers: (number | undefined)[] = []
    for (let marker: string | undefined, more = true; more; ) {
      const page = await client.send(
        new ListPartsCommand({ ...upload, MaxParts: 1, PartNumberMarker: marker }),
      )
      numbers.push(...(page.Parts ?? []).map(({ PartNumber }) => PartNumber))
      marker = page.NextPartNumberMarker
      more = page.IsTruncated === true
    }
    expect(numbers).toEqual([1, 2, 3])
    await abort(upload)
  })

  check('open uploads are listed by key, their objects are not', async () => {
    const { client, bucket } = bench()
    const uploads = [await createUpload(bench(), key('open/b')), await createUpload(bench(), key('open/a'))]
    for (const upload of uploads) await sendPart(bench(), upload, 1, Buffer.from('x'))
    const within = { Bucket: bucket, Prefix: key('open/') }
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(within))
    expect(Uploads.map(({ Key, UploadId }) => [Key, UploadId])).toEqual(
      uploads.map(({ Key, UploadId }) => [Key, UploadId]).reverse(),
    )
    expect((await client.send(new ListObjectsV2Command(within))).Contents ?? []).toEqual([])
    for (const upload of uploads) await abort(upload)
  })

  check('part numbers are 1 to 10,000', async () => {
    const { wire } = bench()
    const upload = await createUpload(bench(), key('numbers'))
    for (const partNumber of ['0', '10001', 'x']) {
      const query = { uploadId: upload.UploadId, partNumber }
      const put = await wire.call({ method: 'PUT', key: upload.Key, query, body: 'x' })
      expect(put, partNumber).toMatchObject({ status: 400, code: 'InvalidArgument' })
    }
    await abort(upload)
  })
}

/** The MD5 of the parts' MD5s, and their count. */
function etagOf(pieces: readonly Buffer[]): string {
  const hash = createHash('md5')
  for (const piece of pieces) hash.update(createHash('md5').update(piece).digest())
  return `"${hash.digest('hex')}-${pieces.length}"`
}
