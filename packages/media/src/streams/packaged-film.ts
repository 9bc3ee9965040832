import type { StreamHead } from './stream-head.ts'
import type { StreamPart } from './stream-part.ts'

/**
 * The first 62.28 s of Big Buck Bunny in the default ladder (x264 veryfast) as shaka-packager 3.4.2 cut and described it:
 * sizes of its segments, its timelines, and what its multivariant playlist says. Picture of 25 frames a second.
 */
export const PACKAGED_HEAD: StreamHead = {
  durationMs: 62_280,
  targetSeconds: 4,
  pictures: [
    picture('1080p', 1920, 1080, 'avc1.640028', 6_000_000),
    picture('720p', 1280, 720, 'avc1.64001f', 3_400_000),
    picture('480p', 854, 480, 'avc1.64001e', 1_600_000),
    picture('360p', 640, 360, 'avc1.4d401e', 900_000),
    picture('240p', 426, 240, 'avc1.4d4015', 450_000),
  ],
  sounds: [
    {
      name: 'audio',
      codec: 'mp4a.40.2',
      timescale: 48_000,
      channels: 2,
      sampleRate: 48_000,
      peakBitrate: 140_000,
    },
  ],
}

function picture(name: string, width: number, height: number, codec: string, peakBitrate: number) {
  const frameRate = { numerator: 25, denominator: 1 }
  return { name, width, height, codec, frameRate, timescale: 12_800, peakBitrate }
}

const SIZES: Readonly<Record<string, readonly number[]>> = {
  '1080p': [
    1435223, 1253416, 953246, 597673, 683145, 1214876, 713190, 1486669, 2040218, 838400, 540424, 771556,
    580185, 653006, 1014743, 501491,
  ],
  '720p': [
    676987, 647582, 504626, 300361, 337740, 595965, 357215, 745950, 1053221, 402386, 280978, 410320, 308376,
    342824, 528922, 253920,
  ],
  '480p': [
    378842, 377347, 299802, 175488, 192064, 323940, 203885, 412300, 569186, 215192, 160692, 249682, 180650,
    198965, 296651, 148660,
  ],
  '360p': [
    253950, 256549, 209018, 124030, 133113, 228039, 137891, 284352, 398792, 145067, 110147, 165558, 126811,
    130830, 199207, 107378,
  ],
  '240p': [
    122087, 119094, 105618, 64211, 69905, 117834, 68220, 140754, 184464, 72102, 57747, 80966, 65894, 65623,
    97160, 56954,
  ],
  audio: [
    64641, 64832, 65196, 64822, 65184, 64812, 65133, 64787, 65163, 64929, 65142, 64818, 65073, 65193, 65804,
    37933,
  ],
}

/** Starts of the chunks of its pictures, as numbers of segments: 4 s, 8 s, then 20 s. */
const CHUNKS = [0, 1, 3, 8, 13]

/** Every part of every track, as the workers would have written them. */
export const PACKAGED_PARTS: ReadonlyMap<string, readonly StreamPart[]> = new Map(
  Object.entries(SIZES).map(([track, sizes]) => [
    track,
    (track === 'audio' ? [0] : CHUNKS).map((from, index, starts) => {
      const segments = sizes
        .map((bytes, at) => ({ bytes, durationTicks: ticksOf(track, at) }))
        .slice(from, starts[index + 1])
      const startTicks = sizes.slice(0, from).reduce((sum, _, at) => sum + ticksOf(track, at), 0)
      return { index, firstNumber: from + 1, startTicks, segments, last: index === starts.length - 1 }
    }),
  ]),
)

/** AAC has frames of 1,024 samples, so its segments are 4 s in pairs only. */
function ticksOf(track: string, at: number): number {
  if (track === 'audio') return at === 15 ? 111_616 : at % 2 === 0 ? 192_512 : 191_488
  return at === 15 ? 29_184 : 51_200
}

/** What its multivariant playlist says of each variant: BANDWIDTH and AVERAGE-BANDWIDTH. */
export const PACKAGED_RATES = [
  ['1080p.m3u8', 4_211_694, 2_092_488],
  ['720p.m3u8', 2_237_700, 1_125_232],
  ['480p.m3u8', 1_269_630, 693_116],
  ['360p.m3u8', 928_842, 516_801],
  ['240p.m3u8', 500_186, 321_284],
] as const
