import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { expect } from 'vitest'
import type { Behaviour } from './subject.ts'

type Condition = NonNullable<PresignedPostOptions['Conditions']>[number]

const LEAST = 3
const MOST = 10

/** Forms that a browser sends: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
export const postBehaviour: Behaviour = ({ check, bench }) => {
  type Form = { url: string; fields: Record<string, string> }
  async function form(
    name: string,
    conditions: Condition[] = [],
    fields: Record<string, string> = {},
    Expires = 60,
  ): Promise<Form> {
    const { client, bucket, prefix } = bench()
    const Conditions: Condition[] = [['content-length-range', LEAST, MOST], ...conditions]
    return createPresignedPost(client, {
      Bucket: bucket,
      Key: `${prefix}/${name}`,
      Conditions,
      Fields: fields,
      Expires,
    })
  }
  async function post({ url, fields }: Form, content = 'five!', change: Record<string, string> = {}) {
    const data = new FormData()
    for (const [name, value] of Object.entries({ ...fields, ...change })) data.append(name, value)
    data.append('file', new Blob([content]), 'holiday.mp4')
    const answer = await fetch(url, { method: 'POST', body: data, redirect: 'manual' })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, code: /<Code>(\w+)</.exec(text)?.[1] }
  }
  const get = (name: string) => bench().wire.call({ method: 'GET', key: `${bench().prefix}/${name}` })

  check('a form stores its file, with the headers of its fields', async () => {
    const typed = await form('stored', [{ 'Content-Type': 'video/mp4' }], { 'Content-Type': 'video/mp4' })
    expect((await post(typed)).status).toBe(204)
    const got = await get('stored')
    expect([got.text, got.headers['content-type']]).toEqual(['five!', 'video/mp4'])
  })

  check('the answer to a form has the ETag', async () => {
    const answer = await post(await form('etag'))
    expect(answer.headers.get('etag')).toBe((await get('etag')).headers.etag)
  })

  check('a file outside of content-length-range is refused', async () => {
    const bounded = await form('bounded')
    expect(await post(bounded, 'x'.repeat(LEAST - 1))).toMatchObject({ status: 400, code: 'EntityTooSmall' })
    expect(await post(bounded, 'x'.repeat(MOST + 1))).toMatchObject({ status: 400, code: 'EntityTooLarge' })
    expect((await get('bounded')).status).toBe(404)
    for (const length of [LEAST, MOST]) expect((await post(bounded, 'x'.repeat(length))).status).toBe(204)
  })

  check('a form whose fields do not keep to its policy is refused', async () => {
    const { url, fields } = await form('kept', [['starts-with', '$Content-Type', 'video/']])
    const typed = { url, fields: { ...fields, 'Content-Type': 'video/mp4' } }
    const { prefix } = bench()
    const changes: Record<string, string>[] = [
      { key: `${prefix}/another` },
      { 'Content-Type': 'text/html' },
      { 'Cache-Control': 'no-store' },
    ]
    for (const change of changes) {
      expect(await post(typed, 'five!', change)).toMatchObject({ status: 403, code: 'AccessDenied' })
    }
    expect((await get('kept')).status).toBe(404)
    expect((await get('another')).status).toBe(404)
    expect((await post(typed, 'five!', { 'Content-Type': 'video/webm' })).status).toBe(204)
  })

  check('a form with a changed policy or another signature is refused', async () => {
    const { url, fields } = await form('tampered')
    const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString())
    const wider = Buffer.from(JSON.stringify({ ...policy, conditions: [] })).toString('base64')
    const changes: Record<string, string>[] = [{ Policy: wider }, { 'X-Amz-Signature': '0'.repeat(64) }]
    for (const change of changes) {
      expect((await post({ url, fields }, 'five!', change)).status).toBe(403)
    }
    expect((await get('tampered')).status).toBe(404)
  })

  check('a form that has expired is refused', async () => {
    const expired = await form('expired', [], {}, -60)
    expect(await post(expired)).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect((await get('expired')).status).toBe(404)
  })

  check('a form without a policy is refused', async () => {
    const { url, fields } = await form('anonymous')
    expect(await post({ url, fields: { key: fields.key ?? '' } })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
    expect((await get('anonymous')).status).toBe(404)
  })

  check('a form names its key after its file', async () => {
    const { client, bucket, prefix } = bench()
    const named = await createPresignedPost(client, {
      Bucket: bucket,
      Key: `${prefix}/named/\${filename}`,
      Expires: 60,
    })
    expect((await post(named)).status).toBe(204)
    expect((await get('named/holiday.mp4')).text).toBe('five!')
  })

  check('a form says how it wants to be answered', async () => {
    const created = await form('created', [{ success_action_status: '201' }], {
      success_action_status: '201',
    })
    const answer = await post(created)
    expect([answer.status, /<Key>([^<]*)</.exec(answer.text)?.[1]]).toEqual([
      201,
      `${bench().prefix}/created`,
    ])
    const target = 'http://localhost:3000/done'
    const redirected = await form('redirected', [{ success_action_redirect: target }], {
      success_action_redirect: target,
    })
    const { status, headers } = await post(redirected)
    expect([status, headers.get('location')?.split('?')[0]]).toEqual([303, target])
  })
}
