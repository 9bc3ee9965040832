import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Mail } from './mailer.ts'

/** AES-256-GCM with a nonce of its own for each mail (NIST SP 800-38D): nonce, tag, text. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

const mailShape = z.object({ recipient: z.string(), subject: z.string(), text: z.string(), html: z.string() })

export interface MailSeal {
  seal(mail: Mail): Uint8Array<ArrayBuffer>
  /** @throws where it was sealed with another secret, or is damaged */
  open(sealed: Uint8Array): Mail
}

/** Sealed for who reads the database or its backups: a mail's link opens an account. `secret` is AUTH_SECRET. */
export function createMailSeal(secret: string): MailSeal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'marquee outgoing mail', 32))
  return {
    seal({ recipient, subject, text, html }) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = JSON.stringify({ recipient, subject, text, html })
      const sealed = Buffer.concat([cipher.update(body, 'utf8'), cipher.final()])
      return Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
    },
    open(sealed) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const body = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
      return mailShape.parse(JSON.parse(body.toString('utf8')))
    },
  }
}
