import { describe, expect, it } from 'vitest'
import type { Viewer } from '../schema/index.ts'
import { choosePurses } from './choose-purses.ts'

const limits = { account: 10, address: 20 }
const ada: Viewer = {
  accountId: 1n,
  publicId: 'ada',
  name: 'Ada',
  email: 'ada@test.example',
  role: 'member',
  session: { id: 's', authUserId: 'u' },
}

describe('choosePurses', () => {
  it('lets a stranger’s address pay, and of a person the account too', () => {
    expect(choosePurses(limits, null, '192.0.2.1')).toEqual([{ key: 'budget:address:192.0.2.1', limit: 20 }])
    expect(choosePurses(limits, ada, '192.0.2.1').map(({ key }) => key)).toEqual([
      'budget:account:ada',
      'budget:address:192.0.2.1',
    ])
  })

  it('leaves out what has no limit', () => {
    expect(choosePurses({ account: 0, address: 0 }, ada, '192.0.2.1')).toEqual([])
  })

  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s counts as %s', (address, place) => {
    expect(choosePurses(limits, null, address)).toEqual([{ key: `budget:address:${place}`, limit: 20 }])
  })
})
