import { describe, expect, it } from 'vitest'
import { checkPolicy } from './policy.ts'

const NOW = Date.parse('2030-01-01T00:00:00Z')
const FIELDS = { key: 'films/a.mp4', bucket: 'b', policy: '…', 'x-amz-signature': '…', 'x-ignore-me': '…' }
const CONDITIONS: unknown[] = [{ bucket: 'b' }, ['starts-with', '$key', 'films/']]

function check(
  conditions: unknown,
  fields: Record<string, string> = FIELDS,
  expiration = '2030-01-01T00:00:00Z',
) {
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64')
  return checkPolicy(policy, new Map(Object.entries(fields)), NOW)
}

describe('checkPolicy', () => {
  it('gives the narrowest of the sizes', () => {
    const ranges = [
      ['content-length-range', 1, 10],
      ['content-length-range', '2', '20'],
    ]
    expect(check([...CONDITIONS, ...ranges])).toEqual({ least: 2, most: 10 })
    expect(check(CONDITIONS).least).toBe(0)
  })

  it.each<[string, unknown[], Record<string, string>]>([
    ['a field that no condition names', CONDITIONS, { ...FIELDS, acl: 'public-read' }],
    [
      'a field that a condition names, and that is not there',
      [...CONDITIONS, ['eq', '$acl', 'private']],
      FIELDS,
    ],
    ['another value', [{ bucket: 'b' }, { key: 'films/b.mp4' }], FIELDS],
    ['another beginning', [{ bucket: 'b' }, ['starts-with', '$key', 'books/']], FIELDS],
    ['another bucket', [{ bucket: 'c' }, ['starts-with', '$key', '']], FIELDS],
    ['a policy that names no bucket', [['starts-with', '$key', '']], FIELDS],
  ])('denies %s', (_name, conditions, fields) => {
    expect(() => check(conditions, fields)).toThrow(expect.objectContaining({ code: 'AccessDenied' }))
  })

  it('ends when it says', () => {
    expect(() => check(CONDITIONS, FIELDS, '2029-12-31T23:59:59.999Z')).toThrow(
      expect.objectContaining({ code: 'AccessDenied' }),
    )
  })

  it.each([
    [[...CONDITIONS, ['matches', '$key', '.*']]],
    [[...CONDITIONS, ['eq', 'key', 'a']]],
    [[...CONDITIONS, ['content-length-range', 0, 'many']]],
    ['everything'],
  ])('does not read %j', (conditions) => {
    expect(() => check(conditions)).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }))
  })

  it('does not read what is no JSON, or has no date', () => {
    const invalid = expect.objectContaining({ code: 'InvalidPolicyDocument' })
    expect(() => checkPolicy('', new Map(), NOW)).toThrow(invalid)
    expect(() => check(CONDITIONS, FIELDS, 'some day')).toThrow(invalid)
  })
})
