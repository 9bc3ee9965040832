import { expect } from 'vitest'
import type { Behaviour } from './subject.ts'

const DIGITS = '0123456789'

/** RFC 9110 section 14. */
export const rangeBehaviour: Behaviour = ({ check, bench }) => {
  async function get(range: string, method = 'GET') {
    const { wire, prefix } = bench()
    const key = `${prefix}/digits`
    await wire.call({ method: 'PUT', key, body: DIGITS })
    return wire.call({ method, key, headers: { range } })
  }

  check('a range is answered 206 with its place', async () => {
    const wanted: [string, string, string][] = [
      ['bytes=0-3', '0123', 'bytes 0-3/10'],
      ['bytes=4-4', '4', 'bytes 4-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=8-99', '89', 'bytes 8-9/10'],
    ]
    for (const [range, text, place] of wanted) {
      const answer = await get(range)
      expect(answer, range).toMatchObject({ status: 206, text })
      expect(answer.headers).toMatchObject({ 'content-range': place, 'content-length': String(text.length) })
    }
  })

  check('a suffix range is the last bytes', async () => {
    expect(await get('bytes=-2')).toMatchObject({ status: 206, text: '89' })
    expect((await get('bytes=-2')).headers['content-range']).toBe('bytes 8-9/10')
    expect(await get('bytes=-99')).toMatchObject({ status: 206, text: DIGITS })
  })

  check('a range behind the end is answered 416', async () => {
    expect(await get('bytes=10-')).toMatchObject({ status: 416, code: 'InvalidRange' })
    expect(await get('bytes=10-12')).toMatchObject({ status: 416, code: 'InvalidRange' })
  })

  check('a 416 tells the size', async () => {
    expect((await get('bytes=10-')).headers['content-range']).toBe('bytes */10')
  })

  check('a HEAD of a range has the headers of its GET', async () => {
    const head = await get('bytes=2-3', 'HEAD')
    expect(head).toMatchObject({ status: 206, text: '' })
    expect(head.headers).toMatchObject({ 'content-length': '2', 'content-range': 'bytes 2-3/10' })
  })

  check('a range that says nothing is answered with everything', async () => {
    for (const range of ['bytes=5-2', 'items=0-1', 'bytes=a-b']) {
      expect(await get(range), range).toMatchObject({ status: 200, text: DIGITS })
    }
  })
}
