import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { judgeChangelog, releaseChangelog, tellChanges, unreleasedPart } from './changelog.ts'
import { compareContract } from './compare-contract.ts'
import { readContract } from './contract-files.ts'
import { judgeBreaks } from './declared-breaks.ts'
import { undatedDeprecations } from './deprecations.ts'
import { describeCoordinates } from './describe-coordinate.ts'

const contract = await readContract()
const changes = await compareContract(contract.released, contract.schema)

describe('the GraphQL schema', () => {
  it('breaks no client, unless graphql/breaking-changes.json says when and why', () => {
    expect(judgeBreaks(changes, contract.declared)).toEqual([])
  })

  it('tells docs/api/CHANGELOG.md; after a change run: npm run changelog -w @marquee/schema', () => {
    expect(judgeChangelog(contract.changelog, changes)).toEqual([])
  })

  it('says of everything deprecated on which day it goes', () => {
    expect(undatedDeprecations(buildSchema(contract.schema))).toEqual([])
  })
})

const BEFORE = `
type Query { video(id: ID!): Video, now: String }
type Video { id: ID!, title: String! }
`
const AFTER = `
type Query {
  video(id: ID!, hd: Boolean): Video
}
"Words."
type Tag { name: String! }
type Video { id: ID!, title: String, "What it is about." tags: [Tag!]! }
`

describe('compareContract', () => {
  it('finds what a client may notice, and whether it breaks', async () => {
    const found = await compareContract(BEFORE, AFTER)
    expect(found.map(({ path, breaks }) => [path, breaks]).sort()).toEqual([
      ['Query.now', true],
      ['Query.video.hd', false],
      ['Tag', false],
      ['Video.tags', false],
      ['Video.title', true],
    ])
  })

  it('does not mind better words', async () => {
    expect(await compareContract('type Query { "a" a: Int }', 'type Query { "b" a: Int }')).toEqual([])
  })
})

describe('judgeBreaks', () => {
  it('wants each break declared with a day and a reason, and no more', async () => {
    const found = await compareContract(
      BEFORE,
      'type Query { video(id: ID!): Video } type Video { id: ID!, title: String! }',
    )
    const declared = { type: 'FIELD_REMOVED', path: 'Query.now', date: '2026-11-21', reason: 'Nobody asked.' }
    expect(judgeBreaks(found, [])).toEqual([expect.stringContaining('Query.now')])
    expect(judgeBreaks(found, [declared])).toEqual([])
    expect(judgeBreaks(found, [{ ...declared, date: 'soon' }])).toHaveLength(1)
    expect(judgeBreaks([], [declared])).toEqual([expect.stringContaining('nothing breaks')])
  })
})

describe('the changelog', () => {
  const empty = '# Log\n\n## Unreleased\n\n## 2026-01-01\n\n- First.\n'

  it('is wrong until it tells of every change, and where it tells of more', async () => {
    const found = await compareContract(BEFORE, AFTER)
    expect(judgeChangelog(empty, found)).toHaveLength(5)
    const told = tellChanges(empty, found, describeCoordinates(AFTER))
    expect(judgeChangelog(told, found)).toEqual([])
    expect(told).toContain('- Added `Video.tags`. What it is about.\n')
    expect(told).toContain('**Breaks:** `Query.now`')
    expect(judgeChangelog(told, found.slice(1))).toHaveLength(1)
    expect(tellChanges(told, found, () => '')).toBe(told)
  })

  it('is released by a day above what it told', async () => {
    const told = tellChanges(empty, await compareContract(BEFORE, AFTER), () => '')
    const released = releaseChangelog(told, '2026-02-02')
    expect(unreleasedPart(released).trim()).toBe('')
    expect(released.indexOf('## 2026-02-02')).toBeLessThan(released.indexOf('Video.tags'))
    expect(releaseChangelog(released, '2026-03-03')).toBe(released)
  })
})

describe('undatedDeprecations', () => {
  it('names fields, arguments and values without a day', () => {
    const schema = buildSchema(`
      enum E { A @deprecated(reason: "Use B."), B @deprecated(reason: "Goes on 2027-06-01.") }
      type Query { a(b: Int @deprecated): E, c: Int @deprecated(reason: "Use a; goes 2027-06-01.") }
    `)
    expect(undatedDeprecations(schema)).toEqual(['E.A', 'Query.a.b'])
  })
})
