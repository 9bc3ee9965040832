/** GUIDs as they are stored (ASF specification 1.20, §10.1 and §10.2). */
const HEADER_OBJECT = '3026b2758e66cf11a6d900aa0062ce6c'
const FILE_PROPERTIES_OBJECT = 'a1dcab8c47a9cf118ee400c00c205365'

/** Where the first object inside the header begins, and where fields of the file properties lie in theirs (§3.1, §3.2). */
const FIRST_OBJECT = 30
const FILE_SIZE_OFFSET = 40
const FLAGS_OFFSET = 88

export function isAsf(head: Uint8Array): boolean {
  return hex(head, 0) === HEADER_OBJECT
}

/**
 * The size in bytes that an ASF file says it has; null where it was broadcast, which leaves the field empty, or where the
 * field is not among these bytes.
 */
export function statedAsfSize(head: Uint8Array): number | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  let at = FIRST_OBJECT
  while (at + FLAGS_OFFSET + 4 <= head.length) {
    if (hex(head, at) === FILE_PROPERTIES_OBJECT) {
      const isBroadcast = (view.getUint32(at + FLAGS_OFFSET, true) & 1) === 1
      return isBroadcast ? null : Number(view.getBigUint64(at + FILE_SIZE_OFFSET, true)) || null
    }
    const size = Number(view.getBigUint64(at + 16, true))
    if (size < 24) return null
    at += size
  }
  return null
}

function hex(bytes: Uint8Array, at: number): string {
  return Array.from(bytes.subarray(at, at + 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
