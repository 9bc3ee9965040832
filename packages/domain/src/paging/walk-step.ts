/** The next of a walk over all rows that are due: at most `limit`, behind `after`. */
export interface WalkStep<Position = bigint> {
  readonly limit: number
  readonly after?: Position | undefined
}
