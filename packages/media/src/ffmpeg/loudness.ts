import type { SoundPlan } from '../ladder/select-sounds.ts'

/** How loud a sound is, by EBU R 128 (ITU-R BS.1770-4). */
export interface Loudness {
  /** Integrated, in LUFS. Null where there is nothing to measure: silence, or less than one block of 400 ms. */
  readonly integratedLufs: number | null
  /** Above full scale where positive, in dBTP. Null for digital silence. */
  readonly truePeakDb: number | null
}

export interface LoudnessReader {
  /** Takes a line of what `loudnessArguments` prints. */
  read(line: string): void
  /** A mix, of all that was read so far. */
  measure(layout: SoundPlan['layout']): Loudness
}

/** By which a frame says which mix it is of. */
export const MIX_KEY = 'marquee.mix'

/** Below it nothing counts (BS.1770-4 annex 1, absolute gate); the meter also says so where no block was whole. */
const SILENCE_LUFS = -70

/** The meter prints amplitudes to three decimals: the peak is no higher than this much above. */
const ROUNDING = 0.0005

/** What a meter has found so far; an amplitude of 1 is full scale. */
interface Found {
  readonly lufs?: number
  readonly truePeak?: number
}

export function createLoudnessReader(): LoudnessReader {
  const mixes = new Map<string, Found>()
  let found: Found = {}
  return {
    read(line) {
      if (line.startsWith('frame:')) found = {}
      const [key, value = ''] = line.split('=', 2)
      // The last entry of a frame, whose others are read by now. What it does not say anew stands: the last one is too short to be measured.
      if (key === MIX_KEY) mixes.set(value, { ...mixes.get(value), ...found })
      const number = Number(value)
      if (Number.isNaN(number)) return
      if (key === 'lavfi.r128.I') found = { ...found, lufs: number }
      if (key === 'lavfi.r128.true_peak') found = { ...found, truePeak: number }
    },
    measure: (layout) => describe(mixes.get(layout) ?? {}),
  }
}

function describe({ lufs = SILENCE_LUFS, truePeak = 0 }: Found): Loudness {
  return {
    integratedLufs: lufs > SILENCE_LUFS ? lufs : null,
    truePeakDb: truePeak > 0 ? 20 * Math.log10(truePeak + ROUNDING) : null,
  }
}

/** What platforms play at: louder is turned down by all of them. */
const TARGET_LUFS = -14
/** Leaves an encoder room to overshoot. */
const MOST_TRUE_PEAK_DB = -2

/** The one gain of a whole sound, in dB to two decimals: to −14 LUFS, but no true peak above −2 dBTP. */
export function gainOf({ integratedLufs, truePeakDb }: Loudness): number {
  const wanted = integratedLufs === null ? 0 : TARGET_LUFS - integratedLufs
  const room = truePeakDb === null ? wanted : MOST_TRUE_PEAK_DB - truePeakDb
  return Math.floor(Math.min(wanted, room) * 100) / 100
}
