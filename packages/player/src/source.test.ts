import { describe, expect, it } from 'vitest'
import { readdress, renewDelay } from './source.ts'

describe('renewDelay', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  it('comes ten to twenty minutes before the end', () => {
    expect(renewDelay({ expiresAt: '2026-11-21T13:00:00Z' }, now, 0)).toBe(50 * 60_000)
    expect(renewDelay({ expiresAt: '2026-11-21T13:00:00Z' }, now, 1)).toBe(40 * 60_000)
  })
  it('leaves most of a short life', () => {
    expect(renewDelay({ expiresAt: '2026-11-21T12:01:00Z' }, now, 0)).toBe(45_000)
    expect(renewDelay({ expiresAt: '2026-11-21T12:01:00Z' }, now, 1)).toBe(30_000)
  })
  it('leaves it to a refusal where the clock is wrong, and holds in a timer', () => {
    expect(renewDelay({ expiresAt: '2026-11-21T11:00:00Z' }, now)).toBe(2 ** 31 - 1)
    expect(renewDelay({ expiresAt: '' }, now)).toBe(2 ** 31 - 1)
    expect(renewDelay({ expiresAt: '2027-11-21T12:01:00Z' }, now)).toBe(2 ** 31 - 1)
  })
})

describe('readdress', () => {
  const hls = 'https://cdn.example/v/new.sig/k3jd82jd8sk/r2/master.m3u8'
  it('puts a file of the video under the new token, of an older revision too', () => {
    expect(readdress('https://edge.example/v/old.sig/k3jd82jd8sk/r1/720p/12.m4s', { hls })).toBe(
      'https://cdn.example/v/new.sig/k3jd82jd8sk/r1/720p/12.m4s',
    )
  })
  it('leaves other addresses alone', () => {
    for (const url of [
      'https://edge.example/v/old.sig/otherothero/r1/a.m4s',
      'https://x.example/a.m3u8',
      'data:,',
    ])
      expect(readdress(url, { hls })).toBe(url)
    const plain = 'https://x.example/film/1.m4s'
    expect(readdress(plain, { hls: 'https://x.example/film/master.m3u8' })).toBe(plain)
  })
})
