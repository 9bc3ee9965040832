import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMedia, parseMultivariant } from '../hls/parse-playlist.ts'
import { checkPublication } from '../publication/check-publication.ts'
import { composeStream } from './compose-stream.ts'
import { PACKAGED_HEAD, PACKAGED_PARTS, PACKAGED_RATES } from './packaged-film.ts'
import { type StreamHead, whileGrowing } from './stream-head.ts'
import { initName, segmentName } from './stream-names.ts'
import type { StreamPart } from './stream-part.ts'
import { streamText, streamTextNames } from './stream-text.ts'

const times = {
  announcedAt: new Date('2026-11-21T08:30:00Z'),
  changedAt: new Date('2026-11-21T08:30:09Z'),
}

type Parts = ReadonlyMap<string, readonly StreamPart[]>

/** All texts of a revision by name. */
function textsOf(head: StreamHead, parts: Parts): ReadonlyMap<string, string | null | undefined> {
  const stream = composeStream(head, parts)
  return new Map(streamTextNames(stream).map((name) => [name, streamText(stream, name, times)]))
}

/** The first parts of the packaged film: so many of each picture, and of the sound. */
function firstParts(pictures: number, sound = 1): Parts {
  return new Map(
    [...PACKAGED_PARTS].map(([track, parts]) => [
      track,
      parts.slice(0, track === 'audio' ? sound : pictures),
    ]),
  )
}

describe('streamText of a film that is there', () => {
  const texts = textsOf(PACKAGED_HEAD, PACKAGED_PARTS)
  const text = (name: string) => texts.get(name) ?? ''

  it('may be published', () => {
    const files = [...PACKAGED_PARTS].flatMap(([track, parts]) => [
      [initName(track), 800] as const,
      ...parts.flatMap(({ firstNumber, segments }) =>
        segments.map(({ bytes }, index) => [segmentName(track, firstNumber + index), bytes] as const),
      ),
    ])
    const stored = {
      sizes: new Map(files),
      texts: new Map([...texts.keys()].map((name) => [name, text(name)])),
    }
    const { durationMs, pictures: renditions } = PACKAGED_HEAD
    const expected = { renditions, sounds: ['audio'], durationMs, lastFrameMs: 40 }
    const { problems, renditions: found } = checkPublication(stored, expected)
    expect(problems).toEqual([])
    expect(found.map(({ name, codec, frameRate }) => ({ name, codec, frameRate }))).toEqual([
      ...renditions.map(({ name, codec }) => ({ name, codec, frameRate: 25 })),
      { name: 'audio', codec: 'mp4a.40.2', frameRate: 0 },
    ])
  })

  it('states the rates that shaka-packager states, to the bit', () => {
    const variants = parseMultivariant(text('master.m3u8'))?.variants ?? []
    expect(
      variants.map(({ uri, bandwidth, averageBandwidth }) => [uri, bandwidth, averageBandwidth]),
    ).toEqual(PACKAGED_RATES)
  })

  it('is a multivariant playlist with one group of sound', () => {
    expect(text('master.m3u8').split('\n').slice(0, 6)).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=4211694,AVERAGE-BANDWIDTH=2092488,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1920x1080,FRAME-RATE=25.000,VIDEO-RANGE=SDR,AUDIO="audio",CLOSED-CAPTIONS=NONE',
      '1080p.m3u8',
    ])
  })

  it('is a static manifest with the timelines of shaka-packager', () => {
    const manifest = text('manifest.mpd')
    expect(manifest).toContain('type="static" mediaPresentationDuration="PT62.336S"')
    expect(manifest.match(/<S t="0" d="51200" r="14"\/>\s+<S t="768000" d="29184"\/>/g)).toHaveLength(5)
    expect(manifest).toContain('<S t="2496512" d="191488"/>')
    expect(manifest).toContain('bandwidth="4080436" codecs="avc1.640028" width="1920" height="1080"')
    expect(manifest).not.toMatch(/availabilityStartTime|minimumUpdatePeriod|publishTime/)
  })
})

describe('streamText of a film in several codecs', () => {
  const inCodec = (codec: string) =>
    PACKAGED_HEAD.pictures.map((track) => ({ ...track, name: `${codec.slice(0, 3)}x${track.name}`, codec }))
  const head = {
    ...PACKAGED_HEAD,
    pictures: [...PACKAGED_HEAD.pictures, ...inCodec('vp09.00.40.08'), ...inCodec('av01.0.08M.08')],
  }
  const parts = new Map(
    [...head.pictures, { name: 'audio' }].map(({ name }) => [
      name,
      PACKAGED_PARTS.get(name.split('x').at(-1) ?? '') ?? [],
    ]),
  )
  const texts = textsOf(head, parts)

  it('offers a variant for each rung in each codec, the one that all devices play first', () => {
    const variants = parseMultivariant(texts.get('master.m3u8') ?? '')?.variants ?? []
    expect(variants.map(({ codecs }) => codecs[0]?.slice(0, 4))).toEqual(
      ['avc1', 'vp09', 'av01'].flatMap((codec) => Array<string>(5).fill(codec)),
    )
    expect(new Set(variants.map(({ uri }) => uri)).size).toBe(15)
  })

  it('is a set for each codec in the manifest, the newest preferred', () => {
    const manifest = texts.get('manifest.mpd') ?? ''
    const sets = [
      ...manifest.matchAll(/<AdaptationSet id="(\d+)" contentType="video".*selectionPriority="(\d)">/g),
    ]
    expect(sets.map(([, id, priority]) => [id, priority])).toEqual([
      ['0', '1'],
      ['100', '2'],
      ['101', '4'],
    ])
    expect(manifest).toContain('codecs="av01.0.08M.08" width="1920" height="1080"')
  })

  it('offers the first alone while it grows', () => {
    expect(whileGrowing(head)).toEqual(PACKAGED_HEAD)
  })
})

describe('streamText of a film with several sounds', () => {
  const [stereo] = PACKAGED_HEAD.sounds
  if (!stereo) throw new Error('the film has no sound')
  const surround = { ...stereo, name: 'surround', channels: 6, peakBitrate: 422_400 }
  const opus = { ...stereo, name: 'opus', codec: 'opus' }
  const head = { ...PACKAGED_HEAD, sounds: [stereo, surround, opus] }
  const whole = PACKAGED_PARTS.get('audio') ?? []
  const parts = new Map([...PACKAGED_PARTS, ['surround', whole], ['opus', whole]])
  const texts = textsOf(head, parts)

  it('has a group for each, and a variant for each picture with each, those with the first sound first', () => {
    const master = texts.get('master.m3u8') ?? ''
    expect(master.match(/^#EXT-X-MEDIA.*$/gm)).toEqual(
      [
        ['audio', 2],
        ['surround', 6],
        ['opus', 2],
      ].map(
        ([name, channels]) =>
          `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${name}",NAME="main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${channels}",URI="${name}.m3u8"`,
      ),
    )
    const variants = parseMultivariant(master)?.variants ?? []
    expect(variants.map(({ uri, audioGroup, codecs }) => [uri, audioGroup, codecs[1]])).toEqual(
      head.sounds.flatMap(({ name, codec }) =>
        head.pictures.map((picture) => [`${picture.name}.m3u8`, name, codec]),
      ),
    )
  })

  it('counts the rate of the sound that a variant has', () => {
    const growing = textsOf(head, new Map([...firstParts(1), ['surround', whole], ['opus', whole]]))
    const variants = parseMultivariant(growing.get('master.m3u8') ?? '')?.variants ?? []
    expect([0, 5].map((index) => variants[index]?.bandwidth)).toEqual([6_140_000, 6_422_400])
  })

  it('has a set of adaptation for each', () => {
    const manifest = texts.get('manifest.mpd') ?? ''
    expect(manifest.match(/contentType="audio"/g)).toHaveLength(3)
    expect(manifest).toContain('<Representation id="opus" bandwidth="131258" codecs="opus"')
    expect(manifest).toMatch(/audio_channel_configuration:2011" value="6"/)
  })

  it('waits for all of them', () => {
    const missing = new Map([...parts, ['opus', []]])
    expect([...textsOf(head, missing).values()].every((text) => text === null)).toBe(true)
  })

  it('may be published, and names them behind the pictures', () => {
    const sizes = new Map(
      [...parts].flatMap(([track, made]) => [
        [initName(track), 800] as const,
        ...made.flatMap(({ firstNumber, segments }) =>
          segments.map(({ bytes }, index) => [segmentName(track, firstNumber + index), bytes] as const),
        ),
      ]),
    )
    const stored = { sizes, texts: new Map([...texts].map(([name, text]) => [name, text ?? ''])) }
    const { durationMs, pictures: renditions } = head
    const sounds = head.sounds.map(({ name }) => name)
    const { problems, renditions: found } = checkPublication(stored, {
      renditions,
      sounds,
      durationMs,
      lastFrameMs: 40,
    })
    expect(problems).toEqual([])
    expect(found.slice(-3).map(({ name, codec }) => [name, codec])).toEqual([
      ['audio', 'mp4a.40.2'],
      ['surround', 'mp4a.40.2'],
      ['opus', 'opus'],
    ])
  })
})

describe('streamText of a film that grows', () => {
  it('is an event playlist of what is there, from the beginning', () => {
    expect(textsOf(PACKAGED_HEAD, firstParts(2)).get('720p.m3u8')).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:6',
        '#EXT-X-TARGETDURATION:4',
        '#EXT-X-PLAYLIST-TYPE:EVENT',
        '#EXT-X-START:TIME-OFFSET=0',
        '#EXT-X-MAP:URI="720p/init.mp4"',
        ...[1, 2, 3].flatMap((number) => ['#EXTINF:4.000000,', `720p/${number}.m4s`]),
        '',
      ].join('\n'),
    )
  })

  it('names every track from the start, with the rates announced', () => {
    const before = textsOf(PACKAGED_HEAD, firstParts(1)).get('master.m3u8')
    expect(parseMultivariant(before ?? '')?.variants.map(({ uri, bandwidth }) => [uri, bandwidth])).toEqual([
      ['1080p.m3u8', 6_140_000],
      ['720p.m3u8', 3_540_000],
      ['480p.m3u8', 1_740_000],
      ['360p.m3u8', 1_040_000],
      ['240p.m3u8', 590_000],
    ])
    expect(before).not.toContain('AVERAGE-BANDWIDTH')
    expect(textsOf(PACKAGED_HEAD, firstParts(4)).get('master.m3u8')).toBe(before)
  })

  it('is a dynamic manifest without a duration, of which nothing lies in the future', () => {
    const manifest = textsOf(PACKAGED_HEAD, firstParts(2)).get('manifest.mpd') ?? ''
    expect(manifest).toContain(
      'type="dynamic" availabilityStartTime="2026-11-21T08:28:53.720Z" publishTime="2026-11-21T08:30:09.000Z" minimumUpdatePeriod="PT2S"',
    )
    expect(manifest).not.toContain('mediaPresentationDuration')
    expect(manifest.match(/<S t="0" d="51200" r="2"\/>/g)).toHaveLength(5)
  })

  it('is dynamic until the last track has its last part', () => {
    const almost = new Map([...PACKAGED_PARTS, ['240p', PACKAGED_PARTS.get('240p')?.slice(0, -1) ?? []]])
    expect(textsOf(PACKAGED_HEAD, almost).get('manifest.mpd')).toContain('type="dynamic"')
  })

  it('has sound as far as it has pictures', () => {
    const sound = textsOf(PACKAGED_HEAD, firstParts(2)).get('audio.m3u8') ?? ''
    const { segments = [], ended } = parseMedia(sound) ?? {}
    expect(segments.length).toBe(3)
    expect(ended).toBe(false)
  })

  it('says nothing without sound, where there is to be sound', () => {
    expect([...textsOf(PACKAGED_HEAD, firstParts(3, 0)).values()]).toEqual(Array(8).fill(null))
    const silent = { ...PACKAGED_HEAD, sounds: [] }
    const texts = textsOf(silent, firstParts(3, 0))
    expect(texts.get('master.m3u8')).not.toContain('AUDIO')
    expect(texts.get('manifest.mpd')).not.toContain('contentType="audio"')
  })

  it('has no sound where there is nothing in it', () => {
    const empty = { index: 0, firstNumber: 1, startTicks: 0, segments: [], last: true }
    const texts = textsOf(PACKAGED_HEAD, new Map([...firstParts(5), ['audio', [empty]]]))
    expect([texts.has('audio.m3u8'), texts.get('master.m3u8')?.includes('mp4a')]).toEqual([false, false])
    expect(texts.get('manifest.mpd')).toContain('type="static"')
  })

  it('states the length of segments that are longer than announced', () => {
    const [picture] = PACKAGED_HEAD.pictures
    if (!picture) throw new Error('the film has no pictures')
    const segments = [
      { durationTicks: 10 * 12_800, bytes: 100_000 },
      { durationTicks: 10.6 * 12_800, bytes: 1 },
    ]
    const slides = { index: 0, firstNumber: 1, startTicks: 0, segments, last: true }
    const head = { ...PACKAGED_HEAD, pictures: [picture], sounds: [] }
    expect(textsOf(head, new Map([['1080p', [slides]]])).get('1080p.m3u8')).toContain('TARGETDURATION:11\n')
  })

  it('begins with the one rendition that is there, and lets it run ahead by no more than its first part', () => {
    const lowest = PACKAGED_PARTS.get('240p') ?? []
    const parts = new Map([
      ['240p', lowest.slice(0, 2)],
      ['audio', PACKAGED_PARTS.get('audio') ?? []],
    ])
    const texts = textsOf(PACKAGED_HEAD, parts)
    expect(parseMedia(texts.get('240p.m3u8') ?? '')?.segments.length).toBe(1)
    expect(uris(texts.get('master.m3u8') ?? '')).toEqual(
      ['240p', '1080p', '720p', '480p', '360p'].map((name) => `${name}.m3u8`),
    )
    expect([texts.get('1080p.m3u8'), texts.get('manifest.mpd')]).toEqual([null, null])
  })

  it('knows no other text', () => {
    const stream = composeStream(PACKAGED_HEAD, PACKAGED_PARTS)
    for (const name of ['144p.m3u8', 'growth.m3u8', 'audio.mpd', '1080p', ''])
      expect(streamText(stream, name, times)).toBeUndefined()
  })

  it('ends a track behind a part that does not go on where the one before ends', () => {
    const [first, second, third] = PACKAGED_PARTS.get('240p') ?? []
    if (!first || !second || !third) throw new Error('the film has fewer parts')
    const broken = new Map([...firstParts(3), ['240p', [first, { ...second, firstNumber: 4 }, third]]])
    expect(parseMedia(textsOf(PACKAGED_HEAD, broken).get('240p.m3u8') ?? '')?.segments.length).toBe(1)
  })
})

/** A film of some length in chunks of its own, with a frame rate that its clock may not divide. */
const film = fc
  .record({
    chunks: fc.array(fc.array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
    }),
    rate: fc.constantFrom([25, 1, 12_800], [30_000, 1_001, 30_000], [24_000, 1_001, 90_000]),
    rungs: fc.integer({ min: 1, max: 4 }),
    hasSound: fc.boolean(),
  })
  .map(({ chunks, rate: [numerator = 1, denominator = 1, timescale = 1], rungs, hasSound }) => {
    const ticks = Math.round(
      (Math.round((4 * numerator) / denominator) * denominator * timescale) / numerator,
    )
    const track = { codec: 'avc1.4d4015', timescale, peakBitrate: 4_000_000, width: 426, height: 240 }
    const pictures = Array.from({ length: rungs }, (_, rung) => ({
      ...track,
      name: `${(rungs - rung) * 240}p`,
      frameRate: { numerator, denominator },
    }))
    const seconds = (chunks.flat().length * ticks) / timescale
    const sounds = hasSound ? PACKAGED_HEAD.sounds : []
    const head: StreamHead = { durationMs: Math.round(seconds * 1_000), targetSeconds: 4, pictures, sounds }
    const parts = pictures.flatMap(({ name }) =>
      chunks.map((sizes, index) => {
        const before = chunks.slice(0, index).flat().length
        const segments = sizes.map((bytes) => ({ bytes, durationTicks: ticks }))
        const last = index === chunks.length - 1
        return [name, { index, firstNumber: before + 1, startTicks: before * ticks, segments, last }] as const
      }),
    )
    const soundSegments = Array.from({ length: Math.ceil(seconds / 4) }, () => ({
      durationTicks: 192_000,
      bytes: 64_000,
    }))
    const whole = { index: 0, firstNumber: 1, startTicks: 0, segments: soundSegments, last: true }
    return { head, parts: [...parts, ...sounds.map(({ name }) => [name, whole] as const)] }
  })

/** The same film with an order in which its parts arrive, some of them twice. */
const arrival = film.chain(({ head, parts }) =>
  fc
    .tuple(
      fc.shuffledSubarray([...parts], { minLength: parts.length, maxLength: parts.length }),
      fc.subarray([...parts]),
    )
    .map(([order, again]) => ({ head, order: [...order.slice(0, 3), ...again, ...order.slice(3)] })),
)

const ENDED = '#EXT-X-ENDLIST\n'

describe('streamText, in whatever order parts arrive', () => {
  it('only ever grows, and ends with what it grew to', () => {
    fc.assert(
      fc.property(arrival, ({ head, order }) => {
        const parts = new Map<string, StreamPart[]>()
        let before = textsOf(head, parts)
        for (const [track, part] of order) {
          parts.set(track, [...(parts.get(track) ?? []), part])
          const texts = textsOf(head, parts)
          for (const [name, text] of texts) expectGrowth(name, before.get(name) ?? null, text ?? null)
          before = texts
        }
        for (const [name, text] of before) {
          expect(text).not.toBeNull()
          if (name === 'manifest.mpd') expect(text).toContain('type="static"')
          else if (name !== 'master.m3u8') expect(text?.endsWith(ENDED)).toBe(true)
        }
      }),
    )
  })
})

function expectGrowth(name: string, before: string | null, text: string | null): void {
  if (before === null) return
  if (text === null) throw new Error(`${name} is gone again`)
  if (name === 'manifest.mpd') expect(listed(text)).toBeGreaterThanOrEqual(listed(before))
  else if (name === 'master.m3u8') expect(uris(text)?.sort()).toEqual(uris(before)?.sort())
  else if (before.endsWith(ENDED)) expect(text).toBe(before)
  else expectPlaylistGrowth(name.replace('.m3u8', ''), before, text)
}

function expectPlaylistGrowth(track: string, before: string, text: string): void {
  expect(text.startsWith(before)).toBe(true)
  const { segments = [] } = parseMedia(text) ?? {}
  expect(segments.map(({ uri }) => uri)).toEqual(segments.map((_, index) => `${track}/${index + 1}.m4s`))
  for (const { duration } of segments) expect(Math.round(duration)).toBeLessThanOrEqual(4)
}

/** How many segments a manifest lists. */
function listed(manifest: string): number {
  const runs = [...manifest.matchAll(/<S t="\d+" d="\d+"(?: r="(\d+)")?\/>/g)]
  return runs.reduce((sum, [, more]) => sum + 1 + Number(more ?? 0), 0)
}

function uris(playlist: string): string[] | undefined {
  return parseMultivariant(playlist)?.variants.map(({ uri }) => uri)
}
