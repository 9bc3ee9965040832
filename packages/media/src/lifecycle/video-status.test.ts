import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowedFrom, canMove, isSettled, VIDEO_STATUSES } from './video-status.ts'

const status = fc.constantFrom(...VIDEO_STATUSES)

describe('canMove', () => {
  it.each([
    ['draft', 'uploading', true],
    ['uploading', 'processing', true],
    ['processing', 'playable', true],
    ['processing', 'ready', true],
    ['playable', 'ready', true],
    ['playable', 'failed', true],
    ['failed', 'processing', true],
    ['ready', 'processing', false],
    ['ready', 'failed', false],
    ['draft', 'failed', false],
    ['playable', 'processing', false],
    ['taken_down', 'ready', false],
    ['deleted', 'draft', false],
  ] as const)('%s → %s is %s', (from, to, allowed) => {
    expect(canMove(from, to)).toBe(allowed)
  })

  it('never counts staying as a move', () => {
    fc.assert(fc.property(status, (s) => !canMove(s, s)))
  })

  it('lets every state but the last be deleted, and nothing leave it', () => {
    fc.assert(fc.property(status, (s) => canMove(s, 'deleted') === (s !== 'deleted')))
    fc.assert(fc.property(status, (s) => !canMove('deleted', s)))
  })
})

describe('allowedFrom', () => {
  it('is the inverse of canMove', () => {
    fc.assert(fc.property(status, status, (from, to) => allowedFrom(to).includes(from) === canMove(from, to)))
  })

  it('names the states a run may fail in', () => {
    expect(allowedFrom('failed')).toEqual(['uploading', 'processing', 'playable'])
  })
})

describe('isSettled', () => {
  it('holds for no state in which a run works', () => {
    expect(VIDEO_STATUSES.filter((s) => !isSettled(s))).toEqual([
      'draft',
      'uploading',
      'processing',
      'playable',
    ])
  })
})
