import { expect, it } from 'vitest'
import { judgePicture } from './send-picture.ts'

it.each([
  [null, 2_000_000, 'image/png'],
  [null, 1, ''],
  ['EMPTY_FILE', 0, 'image/png'],
  ['PICTURE_TOO_LARGE', 2_000_001, 'image/png'],
  ['PICTURE_UNREADABLE', 10, 'image/gif'],
])('judgePicture: %s', (code, size, type) => {
  expect(judgePicture({ size, type })).toBe(code)
})
