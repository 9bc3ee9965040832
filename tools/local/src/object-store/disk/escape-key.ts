/**
 * Keys as paths: one folder per `/`, so that a listing opens only the folders under its prefix and nothing has
 * to be read at start. An object `a/b` is the file `a/b~`, so that `a` and `a/b` can stand side by side.
 *
 * Everything but a-z 0-9 - _ . becomes %xx: `A` and `a` stay apart on file systems that ignore case, and no key
 * reaches `..`. A component of 64 bytes or more goes on in a folder `<64 bytes>+`, within the 255 of a file name.
 */
const PIECE_BYTES = 64
const OBJECT_SUFFIX = '~'
const CONTINUED_SUFFIX = '+'
/** Stands for a component of no bytes, as in `a//b` or `a/`. */
const EMPTY = '='

/** Path of an object's file, relative to its bucket's folder of objects. */
export function objectPath(key: string): string {
  const components = key.split('/').map((component) => piecesOf(Buffer.from(component)))
  return components.map((pieces) => pieces.join('/')).join('/') + OBJECT_SUFFIX
}

function piecesOf(component: Buffer): string[] {
  const pieces: string[] = []
  let rest = component
  for (; rest.length >= PIECE_BYTES; rest = rest.subarray(PIECE_BYTES)) {
    pieces.push(escapePiece(rest.subarray(0, PIECE_BYTES)) + CONTINUED_SUFFIX)
  }
  return [...pieces, rest.length === 0 ? EMPTY : escapePiece(rest)]
}

function escapePiece(bytes: Buffer): string {
  const text = bytes.toString('latin1').replaceAll(/[^a-z0-9_.-]/g, escapeByte)
  return text.startsWith('.') ? escapeByte('.') + text.slice(1) : text
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}

/** What a directory entry adds to the key of its folder. Keys here are bytes as latin1, so that `<` is byte order. */
export interface KeyStep {
  /** For a folder, what all keys inside go on with, the `/` included. */
  adds: string
  isObject: boolean
}

export function readEntryName(name: string): KeyStep {
  if (name.endsWith(OBJECT_SUFFIX)) return { adds: unescapePiece(name.slice(0, -1)), isObject: true }
  if (name.endsWith(CONTINUED_SUFFIX)) return { adds: unescapePiece(name.slice(0, -1)), isObject: false }
  return { adds: `${unescapePiece(name)}/`, isObject: false }
}

function unescapePiece(piece: string): string {
  if (piece === EMPTY) return ''
  return piece.replaceAll(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

export function keyToBytes(key: string): string {
  return Buffer.from(key).toString('latin1')
}

export function bytesToKey(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
