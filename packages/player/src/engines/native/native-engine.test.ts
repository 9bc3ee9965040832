import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Reach } from '../../growth/reach.ts'
import type { PlayerError } from '../../state.ts'
import { NativeEngine } from './native-engine.ts'

const MEDIA_ERR_NETWORK = 2
const GROWING = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.000,\n1.m4s\n'

/** A media element that reaches 12 s. */
class FakeMedia extends EventTarget {
  src = ''
  currentTime = 11
  playbackRate = 1
  paused = false
  ended = false
  play = async () => {}
  load = () => {}
  removeAttribute = () => {}
  duration = Number.POSITIVE_INFINITY
  videoHeight = 0
  error = { code: MEDIA_ERR_NETWORK }
  buffered = { length: 1, start: () => 0, end: () => 12 }
  seekable = this.buffered
}

/** The address of the set that plays, and of the next. */
const sourceOf = (revision: string) => ({
  hls: `https://edge.example/v/t/k/${revision}/master.m3u8`,
  revision,
  expiresAt: '2100-01-01T00:00:00Z',
})

let nextSet: () => Response
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaError', { MEDIA_ERR_NETWORK })
  vi.stubGlobal('fetch', async () => nextSet())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A film that plays while its next set, shorter than what plays, is made. */
async function remaking() {
  const told: (PlayerError | null)[] = []
  const nothing = () => {}
  const media = new FakeMedia()
  const events = { qualities: nothing, playing: nothing, reach: nothing, remaking: nothing }
  const engine = new NativeEngine(media as unknown as HTMLVideoElement, {
    ...events,
    error: (error) => told.push(error),
  })
  nextSet = () => new Response(GROWING)
  engine.load(sourceOf('first'), 0)
  const controller = new AbortController()
  const replaced = engine.replace(sourceOf('second'), controller.signal)
  await vi.advanceTimersByTimeAsync(100)
  return { told, media, engine, replaced, controller }
}

const NETWORK: PlayerError = { cause: 'network', recovers: false }

describe('NativeEngine', () => {
  it('sees a film grow in what is buffered where the browser says nothing of what can be sought', () => {
    const ends: number[] = []
    const nothing = () => {}
    const media = new FakeMedia()
    const events = { qualities: nothing, playing: nothing, error: nothing, remaking: nothing }
    new NativeEngine(media as unknown as HTMLVideoElement, { ...events, reach: ({ end }) => ends.push(end) })
    media.seekable = { ...media.seekable, length: 0 }
    media.dispatchEvent(new Event('progress'))
    media.buffered = { ...media.buffered, end: () => 16 }
    media.dispatchEvent(new Event('progress'))
    expect(ends).toEqual([12, 16])
  })
})

describe('NativeEngine, where the browser ends a film that grows', () => {
  /** At 12 s; what the first look finds is `answered`. */
  async function endingAt(answered: string) {
    const reaches: Reach[] = []
    const nothing = () => {}
    const media = Object.assign(new FakeMedia(), { currentTime: 12, ended: true, paused: true, duration: 12 })
    const play = vi.spyOn(media, 'play')
    const events = { qualities: nothing, playing: nothing, error: nothing, remaking: nothing }
    const engine = new NativeEngine(media as unknown as HTMLVideoElement, {
      ...events,
      reach: (reach) => reaches.push(reach),
    })
    nextSet = () => new Response(answered)
    engine.load(sourceOf('first'), 0)
    const src = vi.fn()
    Object.defineProperty(media, 'src', { set: src })
    media.dispatchEvent(new Event('ended'))
    await vi.advanceTimersByTimeAsync(100)
    return { engine, media, play, src, reaches }
  }
  const madeTo = (seconds: number) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:4\n${'#EXTINF:4.000,\n1.m4s\n'.repeat(seconds / 4)}`

  it('waits for more, and goes on from there', async () => {
    const { media, play, src, reaches } = await endingAt(madeTo(12))
    expect(reaches.at(-1)).toMatchObject({ end: 12, ended: false })
    expect(src).not.toHaveBeenCalled()
    nextSet = () => new Response(madeTo(16))
    await vi.advanceTimersByTimeAsync(4_000)
    expect(src).toHaveBeenCalledWith(sourceOf('first').hls)
    expect(media.currentTime).toBe(12)
    expect(play).toHaveBeenCalledOnce()
  })

  it('leaves one that has come to its end', async () => {
    const { src, reaches } = await endingAt(`${madeTo(12)}#EXT-X-ENDLIST\n`)
    await vi.advanceTimersByTimeAsync(60_000)
    expect([src.mock.calls, reaches]).toEqual([[], []])
  })

  it('looks no more once the next set is waited for, or nothing plays', async () => {
    for (const instead of ['replace', 'destroy'] as const) {
      const { engine, src } = await endingAt(madeTo(12))
      if (instead === 'replace') void engine.replace(sourceOf('second'), AbortSignal.abort())
      else engine.destroy()
      src.mockClear()
      nextSet = () => new Response(madeTo(16))
      await vi.advanceTimersByTimeAsync(60_000)
      expect(src).not.toHaveBeenCalled()
    }
  })
})

describe('NativeEngine, while the next set is made', () => {
  it('says that what plays is gone once the next set is gone too', async () => {
    const { told, media, replaced } = await remaking()
    media.dispatchEvent(new Event('error'))
    expect(told.at(-1)).toBeNull()
    nextSet = () => new Response('', { status: 404 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await replaced).toBeNull()
    expect(told.at(-1)).toEqual(NETWORK)
  })

  /** What plays is gone, and so is the wait for the second set, since the player was given a third. */
  async function givenUp() {
    const { told, media, engine, replaced, controller } = await remaking()
    media.dispatchEvent(new Event('error'))
    controller.abort()
    expect(await replaced).toBeNull()
    expect(told).toEqual([null])
    return { told, media, engine }
  }

  it('says nothing of it where the wait is given up for another set that can be read', async () => {
    const { told, media, engine } = await givenUp()
    media.currentTime = 1
    media.buffered.end = () => 3
    const replaced = engine.replace(sourceOf('third'), new AbortController().signal)
    await vi.advanceTimersByTimeAsync(0)
    expect(await replaced).toBe('reloaded')
    expect(told).toEqual([null, null])
  })

  it.each([404, 503])('says so where the other set is answered with %i at the first look', async (status) => {
    const { told, engine } = await givenUp()
    nextSet = () => new Response('', { status })
    void engine.replace(sourceOf('third'), new AbortController().signal)
    await vi.advanceTimersByTimeAsync(0)
    expect(told.at(-1)).toEqual(NETWORK)
  })

  it('tries the same set again where that is what comes, under its new addresses', async () => {
    const { told, media, engine } = await givenUp()
    const renewed = { ...sourceOf('first'), hls: 'https://edge.example/v/t2/k/first/master.m3u8' }
    engine.renew(renewed)
    expect(media.src).toBe(renewed.hls)
    media.dispatchEvent(new Event('error'))
    expect(told.at(-1)).toEqual(NETWORK)
  })

  it('says nothing of a set that still plays', async () => {
    const { told, replaced, controller } = await remaking()
    controller.abort()
    expect(await replaced).toBeNull()
    expect(told).toEqual([null])
  })
})
