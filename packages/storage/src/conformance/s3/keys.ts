import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Behaviour } from './subject.ts'

/** S3's bound, in bytes of UTF-8. */
const LONGEST = 1_024

const STRANGE = [
  'a b',
  'a+b',
  '100%',
  '%2F',
  'a?b=c&d',
  '<&>"\'',
  'a//b',
  'end/',
  '.',
  'a/./b',
  '../../escaped',
  'tab\there',
  '영상/파일',
  '😀',
  '\u00e9',
  'e\u0301',
  '~tilde',
  'A',
  'a',
]

export const keyBehaviour: Behaviour = ({ check, bench }) => {
  check('strange keys are kept apart, letter for letter', async () => {
    const { client, bucket, wire, prefix } = bench()
    const keys = STRANGE.map((name) => `${prefix}/strange/${name}`)
    for (const key of keys) expect((await wire.call({ method: 'PUT', key, body: key })).status, key).toBe(200)
    for (const key of keys) expect((await wire.call({ method: 'GET', key })).text).toBe(key)
    const listing = { Bucket: bucket, Prefix: `${prefix}/strange/`, EncodingType: 'url' } as const
    const { Contents = [] } = await client.send(new ListObjectsV2Command(listing))
    const listed = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')))
    expect(listed).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    for (const key of keys) expect((await wire.call({ method: 'DELETE', key })).status, key).toBe(204)
    expect((await client.send(new ListObjectsV2Command(listing))).KeyCount).toBe(0)
  })

  check('a path that climbs leaves its bucket neither up nor down', async () => {
    const { wire } = bench()
    const key = '../../../marquee-escaped'
    expect((await wire.call({ method: 'PUT', key, body: 'x' })).status).toBe(200)
    expect((await wire.call({ method: 'GET', key })).text).toBe('x')
    await wire.call({ method: 'DELETE', key })
  })

  check(`keys are up to ${LONGEST} bytes long`, async () => {
    const { wire, prefix } = bench()
    const longest = `${prefix}/`.padEnd(LONGEST, 'x')
    const wide = `${prefix}/${'é'.repeat((LONGEST - prefix.length - 1) >> 1)}`
    for (const key of [longest, wide]) {
      expect((await wire.call({ method: 'PUT', key, body: 'long' })).status).toBe(200)
      expect((await wire.call({ method: 'GET', key })).text).toBe('long')
    }
    const put = await wire.call({ method: 'PUT', key: `${longest}x`, body: 'x' })
    expect(put.status).toBe(400)
  })
}
