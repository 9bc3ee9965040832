/** Adds up the energy of a mono sound, a bar for each share of it, in whatever pieces its samples come. */
export interface EnergyMeter {
  /** Signed 16-bit little-endian samples; a piece may end within one. */
  push(piece: Uint8Array): void
  /** Mean squares, of samples between −1 and 1. */
  energies(): readonly number[]
}

const BYTES = 2

/** @param bytes how many will come */
export function createEnergyMeter(bytes: number, bars: number): EnergyMeter {
  const samples = Math.max(1, Math.floor(bytes / BYTES))
  const sums = new Float64Array(bars)
  const counts = new Float64Array(bars)
  let at = 0
  let half: number | null = null

  function add(low: number, high: number): void {
    const sample = (((high << 8) | low) << 16) >> 16
    const bar = Math.min(bars - 1, Math.floor((at * bars) / samples))
    sums[bar] = (sums[bar] ?? 0) + (sample / 32_768) ** 2
    counts[bar] = (counts[bar] ?? 0) + 1
    at += 1
  }

  return {
    push(piece) {
      for (const byte of piece) {
        if (half === null) half = byte
        else {
          add(half, byte)
          half = null
        }
      }
    },
    energies: () => Array.from(sums, (sum, bar) => sum / Math.max(1, counts[bar] ?? 0)),
  }
}
