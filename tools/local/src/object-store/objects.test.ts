import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { TEST_BUCKET } from './testing/start-object-store.ts'
import { useObjectStore } from './testing/use-object-store.ts'

const { store, call } = useObjectStore()
const md5 = (text: string) => createHash('md5').update(text).digest('base64')

describe('GetObject', () => {
  it('answers conditions', async () => {
    await store().put('conditional', 'x', { cacheControl: 'max-age=9' })
    const { etag = '', lastModified = new Date() } = (await store().head('conditional')) ?? {}
    const get = async (headers: Record<string, string>) =>
      (await call({ method: 'GET', key: 'conditional', headers })).status
    const date = (offset: number) => new Date(lastModified.getTime() + offset).toUTCString()
    expect(await get({ 'if-none-match': etag })).toBe(304)
    expect(await get({ 'if-none-match': `"other", W/${etag}` })).toBe(304)
    expect(await get({ 'if-none-match': '"other"', 'if-modified-since': date(0) })).toBe(200)
    expect(await get({ 'if-modified-since': date(0) })).toBe(304)
    expect(await get({ 'if-modified-since': date(-5_000) })).toBe(200)
    expect(await get({ 'if-match': '"other"' })).toBe(412)
    expect(await get({ 'if-match': etag, 'if-unmodified-since': date(-5_000) })).toBe(200)
    expect(await get({ 'if-unmodified-since': date(-5_000) })).toBe(412)
  })

  it('answers 416 with the size, and HEAD without a body', async () => {
    await store().put('ranged', '0123456789')
    const beyond = await call({ method: 'GET', key: 'ranged', headers: { range: 'bytes=10-' } })
    expect(beyond).toMatchObject({ status: 416, code: 'InvalidRange' })
    expect(beyond.headers['content-range']).toBe('bytes */10')
    const head = await call({ method: 'HEAD', key: 'ranged', headers: { range: 'bytes=2-3' } })
    expect(head).toMatchObject({ status: 206, text: '' })
    expect(head.headers).toMatchObject({ 'content-length': '2', 'content-range': 'bytes 2-3/10' })
    expect(await call({ method: 'HEAD', key: 'nothing' })).toMatchObject({ status: 404, text: '' })
  })

  it('lets a presigned URL name other headers', async () => {
    const query = { 'response-content-disposition': 'attachment; filename="a.mp4"' }
    const { headers } = await call({ method: 'GET', key: 'ranged', query })
    expect(headers['content-disposition']).toBe('attachment; filename="a.mp4"')
    for (const value of ['한글', 'a\r\nset-cookie: b']) {
      const bad = { 'response-content-type': value }
      expect((await call({ method: 'GET', key: 'ranged', query: bad })).code).toBe('InvalidArgument')
    }
  })
})

describe('ListObjectsV2', () => {
  it('folds common prefixes, over pages', async () => {
    for (const name of ['a', 'b/1', 'b/2', 'b-', 'c/d/1', 'e']) await store().put(`fold/${name}`, 'x')
    const lines: string[] = []
    let token: string | undefined
    for (let page = 0; page < 9; page++) {
      const query = { 'list-type': '2', prefix: 'fold/', delimiter: '/', 'max-keys': '2' }
      const more: Record<string, string> = token === undefined ? {} : { 'continuation-token': token }
      const { text } = await call({ method: 'GET', query: { ...query, ...more } })
      lines.push(
        ...[...text.matchAll(/<(?:Key|CommonPrefixes><Prefix)>fold\/([^<]*)</g)].map(([, key = '']) => key),
      )
      token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]
      if (!token) break
    }
    expect([...lines].sort()).toEqual(['a', 'b-', 'b/', 'c/', 'e'])
    expect(lines).toHaveLength(5)
  })

  it('starts after a key', async () => {
    const query = { 'list-type': '2', prefix: 'fold/', 'start-after': 'fold/b/1' }
    const { text } = await call({ method: 'GET', query })
    expect([...text.matchAll(/<Key>([^<]*)</g)].map(([, key]) => key)).toEqual([
      'fold/b/2',
      'fold/c/d/1',
      'fold/e',
    ])
  })
})

describe('DeleteObjects', () => {
  const document = (keys: number) =>
    `<Delete>${Array.from({ length: keys }, (_, index) => `<Object><Key>bulk/${index}</Key></Object>`).join('')}</Delete>`
  const post = (body: string, headers: Record<string, string> = { 'content-md5': md5(body) }) =>
    call({ method: 'POST', query: { delete: '' }, body, headers })

  it('takes 1,000 keys with a digest, and no more, and not without', async () => {
    await store().put('bulk/7', 'x')
    expect((await post(document(1_000))).text.match(/<Deleted>/g)).toHaveLength(1_000)
    expect(await store().head('bulk/7')).toBeUndefined()
    expect((await post(document(1_001))).code).toBe('MalformedXML')
    expect((await post(document(1), {})).code).toBe('InvalidRequest')
    expect((await post('<Delete>')).code).toBe('MalformedXML')
  })
})

describe('copies', () => {
  it('copies an object with its headers, or with others', async () => {
    await store().put('copy/from 1', 'copied', { contentType: 'text/plain' })
    const source = { 'x-amz-copy-source': `/${TEST_BUCKET}/copy/from%201` }
    expect((await call({ method: 'PUT', key: 'copy/to', headers: source })).text).toContain(
      'CopyObjectResult',
    )
    expect(await store().head('copy/to')).toMatchObject({ size: 6, contentType: 'text/plain' })
    const replace = { ...source, 'x-amz-metadata-directive': 'REPLACE', 'content-type': 'video/mp4' }
    await call({ method: 'PUT', key: 'copy/to', headers: replace })
    expect(await store().head('copy/to')).toMatchObject({ size: 6, contentType: 'video/mp4' })
    const missing = { 'x-amz-copy-source': `/${TEST_BUCKET}/copy/none` }
    expect((await call({ method: 'PUT', key: 'copy/to', headers: missing })).code).toBe('NoSuchKey')
  })

  it('copies ranges as parts', async () => {
    await store().put('copy/range', '0123456789')
    const upload = await store().multipart.create('copy/assembled')
    const query = { uploadId: upload.uploadId, partNumber: '1' }
    const headers = (range: string) => ({
      'x-amz-copy-source': `${TEST_BUCKET}/copy/range`,
      'x-amz-copy-source-range': range,
    })
    const copy = (range: string) => call({ method: 'PUT', key: upload.key, query, headers: headers(range) })
    expect((await copy('bytes=2-5')).text).toContain('CopyPartResult')
    expect((await copy('bytes=2-10')).code).toBe('InvalidArgument')
    await store().multipart.complete(upload, await store().multipart.listParts(upload))
    expect((await call({ method: 'GET', key: upload.key })).text).toBe('2345')
  })
})

describe('multipart', () => {
  it('lists parts by pages, and open uploads by key', async () => {
    const upload = await store().multipart.create('pages/b')
    const other = await store().multipart.create('pages/a')
    for (const number of [3, 1, 2]) {
      const query = { uploadId: upload.uploadId, partNumber: String(number) }
      await call({ method: 'PUT', key: upload.key, query, body: 'x' })
    }
    const query = { uploadId: upload.uploadId, 'max-parts': '1', 'part-number-marker': '1' }
    const { text } = await call({ method: 'GET', key: upload.key, query })
    expect(text).toMatch(/<NextPartNumberMarker>2<.*<IsTruncated>true<.*<PartNumber>2</)
    const uploads = await call({ method: 'GET', query: { uploads: '', prefix: 'pages/' } })
    expect([...uploads.text.matchAll(/<UploadId>([^<]*)</g)].map(([, id]) => id)).toEqual([
      other.uploadId,
      upload.uploadId,
    ])
    for (const number of ['0', '10001', 'x', '']) {
      const bad = { uploadId: upload.uploadId, partNumber: number }
      expect((await call({ method: 'PUT', key: upload.key, query: bad })).code).toBe('InvalidArgument')
    }
  })

  it('answers a repeated completion the same, and goes when its object is replaced or deleted', async () => {
    const upload = await store().multipart.create('repeated')
    await call({
      method: 'PUT',
      key: 'repeated',
      query: { uploadId: upload.uploadId, partNumber: '1' },
      body: 'x',
    })
    const parts = await store().multipart.listParts(upload)
    const first = await store().multipart.complete(upload, parts)
    expect(await store().multipart.complete(upload, parts)).toEqual(first)
    const late = await call({
      method: 'PUT',
      key: 'repeated',
      query: { uploadId: upload.uploadId, partNumber: '1' },
      body: 'y',
    })
    expect(late.code).toBe('NoSuchUpload')
    expect((await call({ method: 'GET', key: 'repeated' })).text).toBe('x')
    await store().put('repeated', 'replaced')
    expect((await call({ method: 'GET', key: 'repeated' })).text).toBe('replaced')
  })

  it('completes only where nothing is yet, when asked', async () => {
    await store().put('taken', 'first')
    const upload = await store().multipart.create('taken')
    const query = { uploadId: upload.uploadId }
    const { headers } = await call({
      method: 'PUT',
      key: 'taken',
      query: { ...query, partNumber: '1' },
      body: 'x',
    })
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${headers.etag}</ETag></Part></CompleteMultipartUpload>`
    const answer = await call({
      method: 'POST',
      key: 'taken',
      query,
      body,
      headers: { 'if-none-match': '*' },
    })
    expect(answer).toMatchObject({ status: 412, code: 'PreconditionFailed' })
    expect((await call({ method: 'GET', key: 'taken' })).text).toBe('first')
  })
})
