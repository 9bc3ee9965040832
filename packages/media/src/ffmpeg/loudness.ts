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
  /** Of all that was read so far. */
  measure(): Loudness
}

/** Below it nothing counts (BS.1770-4 annex 1, absolute gate); the meter also says so where no block was whole. */
const SILENCE_LUFS = -70

/** The meter prints amplitudes to three decimals: the peak is no higher than this much above. */
const ROUNDING = 0.0005

export function createLoudnessReader(): LoudnessReader {
  let integrated = SILENCE_LUFS
  let truePeak = 0
  return {
    read(line) {
      const [key, value] = line.split('=', 2)
      const number = Number(value)
      if (Number.isNaN(number)) return
      if (key === 'lavfi.r128.I') integrated = number
      if (key === 'lavfi.r128.true_peak' && number > 0) truePeak = number + ROUNDING
    },
    measure: () => ({
      integratedLufs: integrated > SILENCE_LUFS ? integrated : null,
      truePeakDb: truePeak > 0 ? 20 * Math.log10(truePeak) : null,
    }),
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
