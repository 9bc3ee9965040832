import { describe, expect, it } from 'vitest'
import { createCursors } from './cursors.ts'

describe('createCursors', () => {
  const cursors = createCursors('a secret of the test')
  const position = { at: new Date('2026-11-21T10:00:00.123Z'), id: 123_456_789_012_345_678n }

  it('opens what it sealed, and what another instance with the secret sealed', () => {
    expect(cursors.open(cursors.seal(position))).toEqual(position)
    expect(createCursors('a secret of the test').open(cursors.seal(position))).toEqual(position)
  })

  it('opens nothing else', () => {
    const sealed = cursors.seal(position)
    for (const text of ['', 'x', sealed.slice(1), `${sealed}A`, `${sealed}=`, 'A'.repeat(22)])
      expect(cursors.open(text)).toBeNull()
    expect(createCursors('another secret here').open(sealed)).toBeNull()
  })
})
