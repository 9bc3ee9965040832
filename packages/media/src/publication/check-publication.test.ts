import { describe, expect, it } from 'vitest'
import { checkPublication, type ExpectedRevision, type StoredRevision } from './check-publication.ts'

const MASTER = `#EXTM3U
## Generated with shaka-packager

#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,URI="audio.m3u8",GROUP-ID="audio",NAME="main",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2"

#EXT-X-STREAM-INF:BANDWIDTH=303694,AVERAGE-BANDWIDTH=203622,CODECS="avc1.4d4016,mp4a.40.2",RESOLUTION=426x240,FRAME-RATE=12.500,AUDIO="audio"
240p.m3u8
`

const media = (name: string) => `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-TARGETDURATION:5
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="${name}/init.mp4"
#EXTINF:4.000,
${name}/1.m4s
#EXTINF:2.160,
${name}/2.m4s
#EXT-X-ENDLIST
`

const files = (name: string) => [`${name}/init.mp4`, `${name}/1.m4s`, `${name}/2.m4s`]

const stored: StoredRevision = {
  sizes: new Map([...files('240p'), ...files('audio')].map((name) => [name, 1000])),
  texts: new Map([
    ['master.m3u8', MASTER],
    ['manifest.mpd', '<?xml version="1.0"?><MPD/>'],
    ['240p.m3u8', media('240p')],
    ['audio.m3u8', media('audio')],
  ]),
}

const expected: ExpectedRevision = {
  renditions: [{ name: '240p', width: 426, height: 240 }],
  sounds: ['audio'],
  durationMs: 6160,
  lastFrameMs: 80,
}

const without = (map: ReadonlyMap<string, never> | ReadonlyMap<string, unknown>, name: string) =>
  new Map([...map].filter(([key]) => key !== name)) as Map<string, never>

describe('checkPublication', () => {
  it('finds every rendition of a whole set', () => {
    expect(checkPublication(stored, expected)).toEqual({
      problems: [],
      renditions: [
        {
          name: '240p',
          width: 426,
          height: 240,
          frameRate: 12.5,
          codec: 'avc1.4d4016',
          bytes: 3000,
          bitrate: 3896,
        },
        { name: 'audio', width: 0, height: 0, frameRate: 0, codec: 'mp4a.40.2', bytes: 3000, bitrate: 3896 },
      ],
    })
  })

  it.each([
    ['a lost segment', { sizes: without(stored.sizes, '240p/2.m4s') }, {}, '240p/2.m4s is missing or empty'],
    [
      'an empty segment',
      { sizes: new Map([...stored.sizes, ['audio/1.m4s', 0]]) },
      {},
      'audio/1.m4s is missing or empty',
    ],
    [
      'no manifest',
      { texts: without(stored.texts, 'manifest.mpd') },
      {},
      'manifest.mpd is missing or no manifest',
    ],
    [
      'no master',
      { texts: without(stored.texts, 'master.m3u8') },
      {},
      'master.m3u8 is missing or no playlist',
    ],
    [
      'no media playlist',
      { texts: without(stored.texts, 'audio.m3u8') },
      {},
      'audio.m3u8 is missing or no playlist',
    ],
    ['a short film', {}, { durationMs: 9000 }, 'plays for 6160 ms, the source for 9000 ms'],
    [
      'a wrong size',
      {},
      { renditions: [{ name: '240p', width: 320, height: 240 }] },
      '240p is 426×240, not 320×240',
    ],
    [
      'a missing rung',
      {},
      { renditions: [{ name: '360p', width: 640, height: 360 }] },
      '360p is not in master.m3u8',
    ],
  ])('names %s', (_, revision, wanted, problem) => {
    const { problems } = checkPublication({ ...stored, ...revision }, { ...expected, ...wanted })
    expect(problems).toContain(problem)
  })

  it('forgives the last frame, whose length encoders do not know', () => {
    expect(checkPublication(stored, { ...expected, durationMs: 9000, lastFrameMs: 2000 }).problems).toEqual(
      [],
    )
  })
})
