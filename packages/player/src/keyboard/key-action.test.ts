import { describe, expect, it } from 'vitest'
import { keyAction, mayTakeKey, nextSpeed } from './key-action.ts'

const key = (name: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('keyAction', () => {
  it.each([
    [' ', { do: 'toggle-play' }],
    ['K', { do: 'toggle-play' }],
    ['j', { do: 'seek-by', seconds: -10 }],
    ['ArrowRight', { do: 'seek-by', seconds: 5 }],
    ['7', { do: 'seek-to', fraction: 0.7 }],
    ['End', { do: 'seek-to', fraction: 1 }],
    ['<', { do: 'speed-by', steps: -1 }],
    ['?', { do: 'show-keys' }],
  ])('gives %j its action', (name, action) => {
    expect(keyAction(key(name))).toEqual(action)
  })
  it('leaves shortcuts of the browser alone', () => {
    expect(keyAction(key('f', { ctrlKey: true }))).toBeUndefined()
    expect(keyAction(key('l', { metaKey: true }))).toBeUndefined()
    expect(keyAction(key('x'))).toBeUndefined()
  })
})

describe('mayTakeKey', () => {
  it('leaves typing, pressing and sliding to what has the focus', () => {
    expect(mayTakeKey('k', 'text')).toBe(false)
    expect(mayTakeKey(' ', 'button')).toBe(false)
    expect(mayTakeKey('k', 'button')).toBe(true)
    expect(mayTakeKey('ArrowLeft', 'slider')).toBe(false)
    expect(mayTakeKey('m', 'slider')).toBe(true)
    expect(mayTakeKey('ArrowDown', 'menu')).toBe(false)
  })
})

describe('nextSpeed', () => {
  it('steps and stops at the ends', () => {
    expect(nextSpeed(1, 1)).toBe(1.25)
    expect(nextSpeed(2, 1)).toBe(2)
    expect(nextSpeed(0.25, -1)).toBe(0.25)
    expect(nextSpeed(1.1, -1)).toBe(0.75)
  })
})
