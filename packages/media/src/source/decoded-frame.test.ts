import { describe, expect, it } from 'vitest'
import { parseFrameLine } from './decoded-frame.ts'

describe('parseFrameLine', () => {
  it.each([
    ['960,540,1,', { width: 960, height: 540, isInterlaced: true }],
    ['960,540,0', { width: 960, height: 540, isInterlaced: false }],
    ['', null],
    ['N/A,N/A,0', null],
  ])('%j', (line, frame) => {
    expect(parseFrameLine(line)).toEqual(frame)
  })
})
