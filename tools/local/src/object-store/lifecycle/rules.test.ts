import { describe, expect, it } from 'vitest'
import { readLifecycle, writeLifecycle } from './rules.ts'

const EXPIRE = '<Expiration><Days>7</Days></Expiration>'
const ABORT =
  '<AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload>'
const TAG = '<Tag><Key>keep</Key><Value>no</Value></Tag>'

function rule(filter: string, actions: string, rest = '<Status>Enabled</Status>'): string {
  return `<Rule>${filter}${rest}${actions}</Rule>`
}
const read = (...rules: string[]) =>
  readLifecycle(`<LifecycleConfiguration>${rules.join('')}</LifecycleConfiguration>`)

describe('readLifecycle', () => {
  it.each([
    ['a prefix', '<Filter><Prefix>a/</Prefix></Filter>', 'a/', 0],
    ['an old prefix, beside the filter', '<Prefix>a/</Prefix>', 'a/', 0],
    ['a tag', `<Filter>${TAG}</Filter>`, '', 1],
    ['a prefix and a tag', `<Filter><And><Prefix>a/</Prefix>${TAG}</And></Filter>`, 'a/', 1],
    ['everything', '<Filter/>', '', 0],
  ])('reads a rule about %s, and writes it so that it reads the same', (_name, filter, prefix, tags) => {
    const rules = read(rule(filter, EXPIRE))
    expect(rules).toMatchObject([
      { id: 'rule-1', enabled: true, prefix, expireDays: 7, abortDays: undefined },
    ])
    expect(rules[0]?.tags).toHaveLength(tags)
    expect(readLifecycle(writeLifecycle(rules))).toEqual(rules)
  })

  it.each([
    ['no rule', [], 'MalformedXML'],
    ['no status', [rule('', EXPIRE, '')], 'MalformedXML'],
    ['no action', [rule('', '')], 'InvalidRequest'],
    ['no day', [rule('', EXPIRE.replace('7', '0'))], 'InvalidArgument'],
    ['uploads with tags', [rule(`<Filter>${TAG}</Filter>`, ABORT)], 'InvalidRequest'],
    ['one id twice', [rule('<ID>a</ID>', EXPIRE), rule('<ID>a</ID>', ABORT)], 'InvalidArgument'],
    ['old versions', [rule('', '<NoncurrentVersionExpiration/>')], 'NotImplemented'],
    [
      'a size',
      [rule('<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>', EXPIRE)],
      'NotImplemented',
    ],
  ])('refuses rules with %s', (_name, rules, code) => {
    expect(() => read(...rules)).toThrow(expect.objectContaining({ code }))
  })
})
