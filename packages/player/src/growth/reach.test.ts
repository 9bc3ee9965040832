import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseReach, readReach, SetGone } from './reach.ts'

const growing = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.000,\n1.m4s\n#EXTINF:1.500,\n2.m4s\n'

describe('parseReach', () => {
  it('says how far a playlist goes, and whether it goes on', () => {
    expect(parseReach(growing)).toEqual({ end: 5.5, ended: false, target: 4 })
    expect(parseReach(`${growing}#EXT-X-ENDLIST\n`)).toEqual({ end: 5.5, ended: true, target: 4 })
  })
})

describe('readReach', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })
  const answering = (answers: Record<string, string>, otherwise = 404) =>
    vi.stubGlobal('fetch', async (url: string) =>
      answers[url] === undefined ? new Response('', { status: otherwise }) : new Response(answers[url]),
    )
  const source = { hls: 'https://edge.example/v/t/k/r/master.m3u8' }

  it('follows the first variant', async () => {
    const variants = ['360p', '240p'].map((name) => `#EXT-X-STREAM-INF:BANDWIDTH=1\n${name}.m3u8\n`)
    answering({
      [source.hls]: `#EXTM3U\n${variants.join('')}`,
      'https://edge.example/v/t/k/r/360p.m3u8': growing,
    })
    expect(await readReach(source)).toMatchObject({ end: 5.5 })
  })
  it.each([403, 404, 410])('says of one that is answered with %i that it is gone', async (status) => {
    answering({}, status)
    await expect(readReach(source)).rejects.toThrow(SetGone)
    await expect(readReach(source)).rejects.toThrow(String(status))
  })
  it.each([429, 500, 503])(
    'says of one that is answered with %i only that it cannot be read',
    async (status) => {
      answering({}, status)
      await expect(readReach(source)).rejects.not.toThrow(SetGone)
    },
  )
})
