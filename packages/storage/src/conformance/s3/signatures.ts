import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { expect } from 'vitest'
import { createUpload, presignPart, sendPart } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

const MINUTE_MS = 60_000

export const signatureBehaviour: Behaviour = ({ check, bench }) => {
  async function presigned({ signedAt = new Date(), expiresIn = 60 } = {}): Promise<string> {
    const { client, bucket, prefix } = bench()
    const object = { Bucket: bucket, Key: `${prefix}/private` }
    await client.send(new PutObjectCommand({ ...object, Body: 'x' }))
    return getSignedUrl(client, new GetObjectCommand(object), { expiresIn, signingDate: signedAt })
  }
  const get = (url: string, headers: Record<string, string> = {}) => bench().wire.send(url, 'GET', headers)

  check('nobody may do anything without a signature', async () => {
    const { wire, subject, bucket, prefix } = bench()
    await presigned()
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await wire.send(`${subject.account.endpoint}/${bucket}/${prefix}/private`, method)
      expect(answer, method).toMatchObject({ status: 403, code: 'AccessDenied' })
    }
  })

  check('a presigned URL is good for exactly what it says', async () => {
    const { wire } = bench()
    const url = await presigned()
    expect(await get(url)).toMatchObject({ status: 200, text: 'x' })
    expect((await wire.send(url, 'HEAD')).status).toBe(403)
    expect((await wire.send(url, 'DELETE')).status).toBe(403)
    const tampered = [
      url.replace('/private', '/other'),
      url.replace('Expires=60', 'Expires=61'),
      url.replace(/Signature=./, (found) => found.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))),
      `${url}&response-content-type=text%2Fhtml`,
    ]
    for (const other of tampered) {
      expect(await get(other), other).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    }
  })

  check('a presigned URL ends when it says', async () => {
    const expired = await presigned({ signedAt: new Date(Date.now() - 2 * MINUTE_MS), expiresIn: 60 })
    expect(await get(expired)).toMatchObject({ status: 403, code: 'AccessDenied' })
    const running = await presigned({ signedAt: new Date(Date.now() - 2 * MINUTE_MS), expiresIn: 180 })
    expect((await get(running)).status).toBe(200)
  })

  check('a presigned URL lasts 7 days at most', async () => {
    const { wire, prefix } = bench()
    const url = await presigned({ expiresIn: 604_800 })
    expect((await get(url)).status).toBe(200)
    const longer = await get(url.replace('Expires=604800', 'Expires=604801'))
    expect([400, 403]).toContain(longer.status)
    expect((await wire.call({ method: 'HEAD', key: `${prefix}/private` })).status).toBe(200)
  })

  check('a header that could turn a presigned call into another must be signed', async () => {
    const { client, bucket, prefix, wire } = bench()
    await presigned()
    const put = new PutObjectCommand({ Bucket: bucket, Key: `${prefix}/smuggled` })
    const url = await getSignedUrl(client, put, { expiresIn: 60 })
    const smuggled = { 'x-amz-copy-source': `/${bucket}/${prefix}/private` }
    expect((await wire.send(url, 'PUT', smuggled)).status).toBe(403)
    expect((await wire.call({ method: 'HEAD', key: `${prefix}/smuggled` })).status).toBe(404)
  })

  check('the URL of a part is good for that part', async () => {
    const { prefix, wire } = bench()
    const upload = await createUpload(bench(), `${prefix}/upload`)
    const url = await presignPart(bench(), upload, 1, 1)
    expect((await wire.send(url.replace('partNumber=1', 'partNumber=2'), 'PUT', {}, 'x')).status).toBe(403)
    expect((await wire.send(url, 'PUT', {}, 'xx')).status).toBe(403)
    expect((await sendPart(bench(), upload, 1, Buffer.from('x'))).status).toBe(200)
  })

  check('a wrong secret, an unknown key and a false clock are refused', async () => {
    const { wire, subject, prefix } = bench()
    const { credentials } = subject.account
    const request = { method: 'PUT', key: `${prefix}/refused`, body: 'x' }
    const secret = { credentials: { ...credentials, secretAccessKey: 'wrong' } }
    expect(await wire.call({ ...request, account: secret })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    })
    const key = { credentials: { ...credentials, accessKeyId: 'NOBODYHASTHISKEY0000' } }
    expect(await wire.call({ ...request, account: key })).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
    })
    for (const minutes of [-20, 20]) {
      const at = new Date(Date.now() + minutes * MINUTE_MS)
      const skewed = await wire.call({ ...request, at })
      expect(skewed, `${minutes} minutes`).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' })
    }
    expect((await wire.call({ method: 'HEAD', key: `${prefix}/refused` })).status).toBe(404)
  })
}
