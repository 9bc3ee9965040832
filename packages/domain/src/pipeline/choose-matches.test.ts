import { describe, expect, it } from 'vitest'
import { chooseMatches, type DemandingTask, type FittingWorker, type Matching } from './choose-matches.ts'

const CARD = '{"encoders": ["h264_vaapi"]}'
const [A, B] = [1n, 2n]

const task = (name: string, channelId: bigint, rest: Partial<DemandingTask> = {}): DemandingTask => ({
  ...{ runId: 1n, name, channelId, priority: 5, turnAt: 0, cost: 20, demands: CARD },
  ...{ releasedTo: null, byAge: false, isAged: false },
  ...rest,
})

const worker = (id: string, places: number, meets = [CARD]): FittingWorker => ({ id, places, meets })

const choose = (matching: Partial<Matching>) =>
  chooseMatches({
    ...{ demanding: [], others: [], shares: new Map(), workers: [worker('card', 3)] },
    ...{ agedOtherAt: null, mayAgedGo: false },
    ...matching,
  }).map(({ task: { name }, worker: id, byAge }) => `${name} ${id}${byAge ? ' by age' : ''}`)

describe('chooseMatches', () => {
  it('gives channels their turns, and each worker what it has places for', () => {
    const demanding = [task('a.0', A), task('a.1', A), task('b.0', B), task('b.1', B)]
    expect(choose({ demanding })).toEqual(['a.0 card', 'b.0 card', 'a.1 card'])
    expect(choose({ demanding, workers: [worker('one', 1), worker('two', 2)] })).toEqual([
      ...['a.0 two', 'b.0 one', 'a.1 two'],
    ])
    expect(choose({ demanding, shares: new Map([[A, 100]]) })).toEqual(['b.0 card', 'b.1 card', 'a.0 card'])
    expect(choose({ demanding, workers: [] })).toEqual([])
  })

  it('lets nothing pass what any worker can do and that comes first: by priority, by share, by turn', () => {
    const demanding = [task('a.0', A, { priority: 1 }), task('a.1', A)]
    const other = { channelId: B, priority: 5, turnAt: 0 }
    expect(choose({ demanding, others: [{ ...other, priority: 1, turnAt: 1 }] })).toEqual(['a.0 card'])
    expect(choose({ demanding, others: [other] })).toEqual(['a.0 card'])
    expect(choose({ demanding, others: [other], shares: new Map([[B, 50]]) })).toEqual([
      'a.0 card',
      'a.1 card',
    ])
    expect(choose({ demanding, others: [{ ...other, channelId: A, priority: 1, turnAt: -1 }] })).toEqual([])
  })

  it('takes back what is meant for a worker where another comes first, and moves nothing else', () => {
    const workers = [worker('one', 1), worker('two', 1)]
    const there = [task('a.0', A, { releasedTo: 'one' }), task('a.1', A, { releasedTo: 'two' })]
    expect(choose({ demanding: there, workers })).toEqual(['a.0 one', 'a.1 two'])
    const early = task('b.0', B, { priority: 1 })
    expect(choose({ demanding: [...there, early], workers: [worker('one', 1)] })).toEqual(['b.0 one'])
    expect(choose({ demanding: there, others: [{ channelId: B, priority: 1, turnAt: 9 }] })).toEqual([])
  })

  it('moves to a worker with a free slot what waits for a busy one, and ages nothing into a queue', () => {
    const workers = [worker('busy', 1), worker('idle', 3)]
    expect(choose({ demanding: [task('a.0', A, { releasedTo: 'busy' })], workers })).toEqual(['a.0 idle'])
    const old = task('a.0', A, { isAged: true })
    const others = [{ channelId: B, priority: 1, turnAt: 0 }]
    expect(choose({ demanding: [old], others, mayAgedGo: true, workers: [worker('busy', 1)] })).toEqual([])
  })

  it('passes over what no worker has a place for', () => {
    const demanding = [
      task('a.0', A, { demands: 'memory' }),
      task('a.1', A, { demands: 'memory' }),
      task('a.2', A),
    ]
    expect(choose({ demanding })).toEqual(['a.2 card'])
  })

  it('lets one that has waited for long go before all others where it may, unless another has waited longer', () => {
    const others = [{ channelId: B, priority: 1, turnAt: 0 }]
    const old = [task('a.0', A, { isAged: true, turnAt: 20 }), task('a.1', A, { isAged: true, turnAt: 10 })]
    const unfit = task('a.2', A, { isAged: true, turnAt: 5, demands: 'memory' })
    expect(choose({ demanding: [...old, unfit], others })).toEqual([])
    expect(choose({ demanding: [...old, unfit], others, mayAgedGo: true })).toEqual(['a.1 card by age'])
    expect(choose({ demanding: old, others, mayAgedGo: true, agedOtherAt: 7 })).toEqual([])
    const gone = task('a.1', A, { isAged: true, turnAt: 10, byAge: true, releasedTo: 'card' })
    expect(choose({ demanding: [gone], others })).toEqual(['a.1 card by age'])
  })
})
