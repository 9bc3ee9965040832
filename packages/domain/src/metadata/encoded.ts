import { createHash } from 'node:crypto'
import { SHAPE_DIGITS } from './versioned-entry.ts'

/** A row as JSON carries it: whole numbers of 64 bits and moments are texts. */
export type Encoded<Value> = Value extends bigint | Date
  ? string
  : Value extends object
    ? { readonly [Key in keyof Value]: Encoded<Value[Key]> }
    : Value

/** Moments write themselves in RFC 3339; JSON knows no bigint. */
export function encode(row: object): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/** A name for a set of columns. */
export function shapeOf(columns: readonly string[]): string {
  return createHash('sha256').update(columns.join()).digest('hex').slice(0, SHAPE_DIGITS)
}

export function toDate(moment: string | null): Date | null {
  return moment === null ? null : new Date(moment)
}
