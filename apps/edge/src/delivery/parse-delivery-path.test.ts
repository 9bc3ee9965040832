import { describe, expect, it } from 'vitest'
import { parseDeliveryPath } from './parse-delivery-path.ts'

const base = '/v/sz8k2os.AAAAAAAAAAAAAAAAAAAAAA/k3jd82jd8sk'

describe('parseDeliveryPath', () => {
  it('names the key, and leaves a query out', () => {
    expect(parseDeliveryPath(`${base}/r1/720p/12.m4s?CMCD=bl%3D2100`)).toEqual({
      token: 'sz8k2os.AAAAAAAAAAAAAAAAAAAAAA',
      video: 'k3jd82jd8sk',
      key: 'videos/k3jd82jd8sk/r1/720p/12.m4s',
      extension: 'm4s',
      purpose: 'stream',
      title: '',
    })
  })

  it.each([
    [`${Buffer.from('My film').toString('base64url')}/`, 'My film'],
    [`${Buffer.from('a"\r\nb').toString('base64url')}/`, 'a"\r\nb'],
    ['_w/', '\ufffd'],
    ['-/', ''],
    ['', ''],
  ])('reads what a file is to be called from %j', (part, title) => {
    expect(parseDeliveryPath(`${base}/r1/downloads/${part}720p.mp4?CMCD=x`)).toMatchObject({
      key: 'videos/k3jd82jd8sk/r1/downloads/720p.mp4',
      purpose: 'download',
      title,
    })
  })

  it.each([
    '',
    '/',
    '/v',
    base,
    `${base}/r1`,
    `${base}/r1/`,
    `${base}/r1/master`,
    `${base}//master.m3u8`,
    `${base}/r1/../../other/x.mp4`,
    `${base}/../x/a.mp4`,
    `${base}/r1/.hidden.mp4`,
    `${base}/r1/%2e%2e/x.mp4`,
    `${base}/r1/a%00.mp4`,
    `${base}/r1/a b.mp4`,
    `${base}/r1/a\\b.mp4`,
    `${base}/r1/a;b.mp4`,
    `${base}/r1/a/b/c/d.mp4`,
    `${base}/r1/${'a'.repeat(600)}.mp4`,
    '/v/t/short/r1/a.mp4',
    `/V/t/k3jd82jd8sk/r1/a.mp4`,
    `/x${base}/r1/a.mp4`,
    `http://elsewhere${base}/r1/a.mp4`,
    `${base}/r1/a.MP4`,
  ])('refuses %s', (url) => expect(parseDeliveryPath(url)).toBeNull())
})
