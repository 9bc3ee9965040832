import { describe, expect, it } from 'vitest'
import { DENIAL_SCOPES, denialMember, parseDenialMember } from './denial.ts'

const until = new Date('2026-11-21T12:00:00.001Z')

describe('denialMember', () => {
  it.each(DENIAL_SCOPES)('is read back, %s, never ending earlier', (scope) => {
    const read = parseDenialMember(denialMember({ video: 'k3jd82jd8sk', scope, until }))
    expect(read).toEqual({ video: 'k3jd82jd8sk', scope, until: new Date('2026-11-21T12:00:01Z') })
  })
  it.each([
    '',
    'k3jd82jd8sk',
    'k3jd82jd8sk|some|1',
    'short|all|1',
    'k3jd82jd8sk|all|x',
    'k3jd82jd8sk|all|1\n',
  ])('refuses %j', (member) => expect(parseDenialMember(member)).toBeNull())
})
