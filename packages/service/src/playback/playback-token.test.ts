import { describe, expect, it } from 'vitest'
import { signPlaybackToken, verifyPlaybackToken } from './playback-token.ts'
import { playbackExpiry, playbackUrl } from './playback-url.ts'

const secret = 'a secret of some length'
const video = 'k3jd82jd8sk'
const now = new Date('2026-11-21T08:30:00Z')
const expiresAt = playbackExpiry(now)
const token = signPlaybackToken({ secret, video, expiresAt, sharing: 'shared' })

describe('verifyPlaybackToken', () => {
  it('accepts its own token, with its expiry and sharing', () => {
    expect(verifyPlaybackToken({ secret, video, token, now })).toEqual({
      ok: true,
      expiresAt,
      sharing: 'shared',
      purpose: 'stream',
    })
    const own = signPlaybackToken({ secret, video, expiresAt, sharing: 'private' })
    expect(verifyPlaybackToken({ secret, video, token: own, now })).toMatchObject({ sharing: 'private' })
  })

  it.each(['shared', 'private'] as const)(
    'tells a %s token for taking away from one for watching',
    (sharing) => {
      const grant = { video, expiresAt, sharing, purpose: 'download' } as const
      const other = signPlaybackToken({ secret, ...grant })
      expect(verifyPlaybackToken({ secret, video, token: other, now })).toMatchObject({
        sharing,
        purpose: 'download',
      })
      const streaming = other.replace(/[do]\./, sharing === 'shared' ? 's.' : 'p.')
      expect(verifyPlaybackToken({ secret, video, token: streaming, now })).toMatchObject({
        reason: 'forged',
      })
    },
  )

  it('gives all viewers of an hour the same token', () => {
    const later = playbackExpiry(new Date('2026-11-21T08:59:59Z'))
    expect(signPlaybackToken({ secret, video, expiresAt: later, sharing: 'shared' })).toBe(token)
  })

  it.each([
    ['another video', { video: 'otherothero' }],
    ['another secret', { secret: 'another secret of length' }],
    ['a changed signature', { token: token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) }],
    ['shared made private', { token: token.replace('s.', 'p.') }],
    ['a later expiry', { token: `z${token.slice(1)}` }],
  ])('refuses %s as forged', (_, change) => {
    expect(verifyPlaybackToken({ secret, video, token, now, ...change })).toEqual({
      ok: false,
      reason: 'forged',
    })
  })

  it.each(['', 'x', `0${token}`, token.toUpperCase(), `${token}A`, token.replace('.', '..'), `${token}\n`])(
    'refuses %j as malformed',
    (wrong) => {
      expect(verifyPlaybackToken({ secret, video, token: wrong, now })).toEqual({
        ok: false,
        reason: 'malformed',
      })
    },
  )

  it('refuses the moment it expires', () => {
    expect(verifyPlaybackToken({ secret, video, token, now: expiresAt })).toEqual({
      ok: false,
      reason: 'expired',
    })
    const before = new Date(expiresAt.getTime() - 1)
    expect(verifyPlaybackToken({ secret, video, token, now: before }).ok).toBe(true)
  })
})

describe('playbackExpiry', () => {
  it('lasts 12 to 13 hours, to the full hour', () => {
    expect(expiresAt.toISOString()).toBe('2026-11-21T21:00:00.000Z')
    expect(playbackExpiry(new Date('2026-11-21T08:00:00Z')).toISOString()).toBe('2026-11-21T20:00:00.000Z')
  })
})

describe('playbackExpiry with a life of a minute', () => {
  it('lasts 60 to 65 seconds', () => {
    const expiry = playbackExpiry(new Date('2026-11-21T08:00:01Z'), 60)
    expect(expiry.toISOString()).toBe('2026-11-21T08:01:05.000Z')
  })
})

describe('playbackUrl', () => {
  it('puts the token before the video', () => {
    const url = playbackUrl({ edgeUrl: 'http://localhost:4100/', token, video, path: 'r1/master.m3u8' })
    expect(url).toBe(`http://localhost:4100/v/${token}/${video}/r1/master.m3u8`)
  })
})
