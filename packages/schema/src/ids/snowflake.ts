declare const brand: unique symbol

/** A 63-bit integer as a decimal string: 41 bits of ms since 2026-01-01, 5 region, 5 worker, 12 sequence. */
export type Snowflake = string & { readonly [brand]: 'Snowflake' }

/** 2026-01-01T00:00:00Z: 41 bits of milliseconds last until 2095. */
const EPOCH_MS = 1_767_225_600_000
const MAX_SEQUENCE = 4095

/** The clock went backwards: refusing is better than repeating an id. Try again once it has caught up. */
export class ClockSteppedBack extends Error {
  constructor(byMs: number) {
    super(`The clock stepped back by ${byMs} ms; no id is given until it has caught up.`)
    this.name = 'ClockSteppedBack'
  }
}

export type SnowflakeSource = { next(): Snowflake }

/**
 * Ids for one leased (region, worker) pair, each 0 to 31. More than 4,096 in a millisecond borrow from the
 * next one, so that a burst neither blocks nor repeats. Throws {@link ClockSteppedBack}.
 */
export function createSnowflakes(
  lease: { region: number; worker: number },
  now: () => number = Date.now,
): SnowflakeSource {
  const node = (BigInt(lease.region) << 17n) | (BigInt(lease.worker) << 12n)
  let clockMs = 0
  let usedMs = 0
  let sequence = 0
  return {
    next() {
      const readMs = now()
      if (readMs < clockMs) throw new ClockSteppedBack(clockMs - readMs)
      clockMs = readMs
      if (readMs > usedMs) {
        usedMs = readMs
        sequence = 0
      } else if (sequence === MAX_SEQUENCE) {
        usedMs += 1
        sequence = 0
      } else {
        sequence += 1
      }
      return ((BigInt(usedMs - EPOCH_MS) << 22n) | node | BigInt(sequence)).toString() as Snowflake
    },
  }
}

/** When an id was made, to the millisecond. */
export function snowflakeTime(id: Snowflake): Date {
  return new Date(Number(BigInt(id) >> 22n) + EPOCH_MS)
}
