import { describe, expect, it } from 'vitest'
import { crc32c } from './crc32c.ts'

describe('crc32c', () => {
  it('gives the values of RFC 3720 appendix B.4', () => {
    expect(crc32c(Buffer.alloc(32, 0)).toString(16)).toBe('8a9136aa')
    expect(crc32c(Buffer.alloc(32, 0xff)).toString(16)).toBe('62a8ab43')
    expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index))).toString(16)).toBe('46dd794e')
  })

  it('goes on where it stopped', () => {
    expect(crc32c(Buffer.from('6789'), crc32c(Buffer.from('12345')))).toBe(crc32c(Buffer.from('123456789')))
  })
})
