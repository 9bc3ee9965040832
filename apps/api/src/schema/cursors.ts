import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/** Where a row stands in its list: its sort time, then its id. Lists that sort by id alone use the epoch. */
export interface Position {
  readonly at: Date
  readonly id: bigint
}

export interface Cursors {
  seal(position: Position): string
  /** Null where the text is no cursor of ours. */
  open(cursor: string): Position | null
}

const BLOCK_BYTES = 16
/** The two bytes after a 6-byte time and an 8-byte id: a forged block has them right once in 65,536. */
const MARK = 0x4d51

/**
 * Cursors hold internal ids, which strangers may not see (a Snowflake can be guessed), so each is one AES block
 * under a key derived from `secret`: the same for every API instance, and no query is needed to read it.
 */
export function createCursors(secret: string): Cursors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'marquee cursor v1', 16))
  return {
    seal({ at, id }) {
      const block = Buffer.alloc(BLOCK_BYTES)
      block.writeUIntBE(at.getTime(), 0, 6)
      block.writeBigInt64BE(id, 6)
      block.writeUInt16BE(MARK, 14)
      const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
      return Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url')
    },
    open(cursor) {
      const sealed = Buffer.from(cursor, 'base64url')
      if (sealed.length !== BLOCK_BYTES || sealed.toString('base64url') !== cursor) return null
      const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false)
      const block = Buffer.concat([decipher.update(sealed), decipher.final()])
      if (block.readUInt16BE(14) !== MARK) return null
      return { at: new Date(block.readUIntBE(0, 6)), id: block.readBigInt64BE(6) }
    },
  }
}
