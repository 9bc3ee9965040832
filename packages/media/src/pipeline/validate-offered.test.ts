import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { Asked, Conditions } from './conditions.ts'
import type { TaskDefinition } from './definition.ts'
import { type PlannedTask, planPipeline } from './plan-pipeline.ts'
import { SAMPLE_CATALOGUE, sampleTask } from './sample-catalogue.ts'
import { validateOffered } from './validate-offered.ts'

type Change = Partial<TaskDefinition>

/** A definition that publishes every source, with some of its tasks changed. */
const film = (changes: Readonly<Record<string, Change>> = {}, ...more: TaskDefinition[]) => {
  const tasks = [
    sampleTask('inspect'),
    sampleTask('split', ['facts']),
    sampleTask('encode', ['facts', 'chunks'], { each: 'chunks' }),
    sampleTask('audio', ['facts'], { when: { sound: true } }),
    sampleTask('poster', ['facts'], { essential: false }),
    sampleTask('package', ['facts', 'renditions', 'sound'], { outputs: ['full'] }),
    sampleTask('publish', ['full', 'poster']),
  ]
  return [...tasks.map((task) => ({ ...task, ...changes[task.name] })), ...more]
}
/** The source as it is, and its publication. */
const asItIs = (remux: Change = {}, publish: Change = {}) => [
  sampleTask('remux', ['facts'], { outputs: ['early'], ...remux }),
  sampleTask('publish-early', ['early'], { type: 'publish', outputs: ['first'], ...publish }),
]

/** The beginning of the film, and of its sound. */
const FIRST: Change = { type: 'encode-first', each: undefined, outputs: ['first'] }
const FIRST_SOUND: Change = { type: 'audio-first' }
const beginning = () => sampleTask('encode-first', ['facts', 'chunks'], { ...FIRST, essential: false })

const offered = (tasks: readonly TaskDefinition[]) =>
  validateOffered({ name: 'own', version: 1, tasks }, SAMPLE_CATALOGUE)
const found = (tasks: readonly TaskDefinition[]) =>
  offered(tasks).map(({ code, task, field }) => `${code} ${task} ${field}`)
const without = (name: string) => film().filter((task) => task.name !== name)

describe('validateOffered', () => {
  it('takes what publishes every source', () => {
    expect(found(film())).toEqual([])
    expect(found(film({}, ...asItIs({ when: { remuxable: true }, essential: false })))).toEqual([])
    const grow = sampleTask('publish-growing', ['first', 'sound'], { outputs: ['growing'] })
    expect(found(film({}, beginning(), grow))).toEqual([])
  })

  it('says what has no plan, and nothing that would follow from that', () => {
    expect(found(film({ publish: { inputs: ['ful', 'poster'] } }))).toEqual(['INPUT_MISSING publish inputs'])
  })

  it.each<[string, TaskDefinition[], string[]]>([
    [
      'that nothing is published',
      without('publish'),
      ['UNPUBLISHED null tasks', 'OUTPUT_UNREAD poster outputs', 'OUTPUT_UNREAD package outputs'],
    ],
    [
      'that something better is to follow, and nothing does',
      film({ publish: { options: { early: true } } }),
      ['UNPUBLISHED publish options.early'],
    ],
    [
      'that the publication may fail, and nobody minds',
      film({ publish: { essential: false } }),
      ['UNPUBLISHED publish essential'],
    ],
    ['that what it stands on may', film({ encode: { essential: false } }), ['UNPUBLISHED encode essential']],
    [
      'that some sources are not published',
      film({ publish: { when: { remuxable: true } } }),
      ['UNPUBLISHED publish when.remuxable'],
    ],
    [
      'that what it stands on is not for some',
      film({ encode: { when: { minShortSide: 480 } } }),
      ['UNPUBLISHED encode when.minShortSide'],
    ],
    [
      'a gap of a millisecond',
      film({ publish: { when: { minSeconds: 20 } } }, ...asItIs({}, { when: { maxSeconds: 19.998 } })),
      ['UNPUBLISHED publish when.minSeconds'],
    ],
    [
      'that a source is not shown as it is where a watermark is asked for',
      film({ publish: { when: { minSeconds: 20 } } }, ...asItIs({ when: { maxSeconds: 20 } })),
      ['UNPUBLISHED publish when.minSeconds'],
    ],
    [
      'that what covers the rest may fail',
      film(
        { publish: { when: { remuxable: false } } },
        ...asItIs({ when: { remuxable: true }, essential: false }),
      ),
      ['UNPUBLISHED remux essential'],
    ],
    [
      'a list of which but the first is done',
      film({ encode: { each: undefined } }),
      ['EACH_INVALID encode each'],
    ],
    [
      'a set without its sound',
      film({ package: { inputs: ['facts', 'renditions'] } }),
      ['INPUT_MISSING package inputs', 'OUTPUT_UNREAD audio outputs'],
    ],
    [
      'a sound that is not there for some',
      film({ audio: { when: { sound: true, surround: false } } }),
      ['UNPUBLISHED audio when.surround'],
    ],
    ['a sound that may fail', film({ audio: { essential: false } }), ['UNPUBLISHED audio essential']],
    [
      'a set of the beginning alone',
      film({ encode: FIRST, package: { inputs: ['facts', 'first', 'sound'] } }),
      ['INPUT_UNWANTED package inputs'],
    ],
    [
      'a set whose sound is the beginning alone',
      film({ audio: { ...FIRST_SOUND, when: { sound: true } } }),
      ['INPUT_UNWANTED package inputs'],
    ],
    [
      'the beginning beside the whole where all is read',
      film({ package: { inputs: ['facts', 'renditions', 'first', 'sound'] } }, beginning()),
      ['INPUT_UNWANTED package inputs'],
    ],
    ['a beginning that nobody lets be seen', film({}, beginning()), ['OUTPUT_UNREAD encode-first outputs']],
    ['what is made for nobody', film({ publish: { inputs: ['full'] } }), ['OUTPUT_UNREAD poster outputs']],
  ])('says %s', (_, tasks, expected) => {
    expect(found(tasks)).toEqual(expected)
  })

  it('lets sources be parted among publications', () => {
    const parted = (own: Conditions, rest: Conditions, publish: Conditions = {}) =>
      found(film({ publish: { when: rest } }, ...asItIs({ when: own }, { when: publish })))
    expect(parted({ remuxable: true }, { remuxable: false })).toEqual([])
    // A source is a whole number of milliseconds long, and of pixels high.
    expect(parted({ remuxable: true, maxSeconds: 19.999 }, { remuxable: false })).not.toEqual([])
    // Neither is a whole number once it is multiplied by a thousand.
    expect(found(film({ publish: { when: { maxSeconds: 32.3 } } }))).not.toEqual([])
    expect(found(film({ publish: { when: { minSeconds: 16.1 } } }))).not.toEqual([])
    const still = sampleTask('publish-short', ['full'], {
      ...{ type: 'publish', outputs: ['short'], when: { maxSeconds: 19.999, maxShortSide: 719 } },
    })
    const small = { ...still, name: 'publish-small', outputs: ['small'], when: { minShortSide: 720 } }
    expect(found(film({ publish: { when: { minSeconds: 20 } } }, still, small))).toEqual([])
  })

  it('lets a set without sound be made of sources that have none', () => {
    const silent = sampleTask('silent', ['facts', 'renditions'], {
      ...{ type: 'package', outputs: ['silence'], when: { sound: false } },
    })
    const publish = sampleTask('publish-silence', ['silence'], { type: 'publish', outputs: ['second'] })
    expect(found(film({ package: { when: { sound: true } } }, silent, publish))).toEqual([])
  })

  it('says in words what happens, for which source, and what to do', () => {
    const [problem] = offered(film({ publish: { when: { minSeconds: 20, sound: true } } }))
    expect(problem?.message).toBe(
      'It does not run for a source with sound: false, seconds: 19.999, and nothing is published in the end: change that, or add a task for such sources.',
    )
    expect(offered(film({ publish: { inputs: ['full'] } }))[0]?.message).toBe(
      'No task reads «poster»: let «publish» read it, or leave this one out.',
    )
    expect(offered(film({ package: { inputs: ['facts', 'renditions'] } }))[0]?.message).toBe(
      'Of a source with sound: true package fails without its sound: read «sound».',
    )
    const begun = film({ package: { inputs: ['facts', 'first', 'renditions', 'sound'] } }, beginning())
    expect(offered(begun)[0]?.message).toBe(
      'package reads the whole of its renditions, and «first» is the beginning alone.',
    )
    expect(offered(film({}, beginning()))[0]?.message).toBe(
      'No task reads «first»: add a task that reads it (publish-growing), or leave this one out.',
    )
  })

  it('does not think for ever', () => {
    const lengths = Array.from({ length: 90 }, (_, index) =>
      sampleTask(`publish-${index}`, ['full'], {
        ...{ type: 'publish', outputs: [`publication-${index}`] },
        when: { minSeconds: index, maxSeconds: index + 1, minShortSide: index, maxShortSide: 2 * index },
      }),
    )
    const told = offered(film({ publish: { when: { minSeconds: 90 } } }, ...lengths))
    expect(told).toMatchObject([{ code: 'UNPUBLISHED', task: null, field: 'tasks' }])
    expect(told[0]?.message).toMatch(/^Too many conditions/)
  })

  it('lets a definition pass where each source is published for certain, and only there', () => {
    const when = fc.constantFrom<Conditions | undefined>(
      ...[undefined, undefined, undefined, { remuxable: true }, { remuxable: false }, { watermark: false }],
      ...[{ sound: true }, { minSeconds: 10 }, { maxSeconds: 10 }, { maxSeconds: 9.999, sound: true }],
    )
    const essential = fc.constantFrom(undefined, undefined, undefined, undefined, false)
    const change = fc.record({ when, essential })
    const publish = fc.record({
      ...{ when, essential, options: fc.constantFrom(undefined, undefined, { early: true }) },
    })
    fc.assert(
      fc.property(
        fc.record({ encode: change, audio: change, package: change, publish, remux: change, early: publish }),
        ({ remux, early, ...changes }) => {
          const tasks = film(changes, ...asItIs(remux, early))
          const isRight = SOURCES.every(([facts, asked]) => isPublished(planOf(tasks, facts, asked), facts))
          expect(offered(tasks).length === 0).toBe(isRight)
        },
      ),
      { numRuns: 300 },
    )
  })
})

const SOURCES = ['h264', 'hevc'].flatMap((codec) =>
  [9_999, 10_000, 10_001].flatMap((durationMs) =>
    [true, false].flatMap((sound) =>
      [true, false].map((watermark): [SourceFacts, Asked] => [
        sampleFacts({ codec }, { durationMs, ...(sound ? {} : { audio: null }) }),
        { watermark, downloads: false },
      ]),
    ),
  ),
)

function planOf(tasks: readonly TaskDefinition[], facts: SourceFacts, asked: Asked): readonly PlannedTask[] {
  const plan = planPipeline({ name: 'own', version: 1, tasks }, SAMPLE_CATALOGUE, facts, asked)
  if (!plan.ok) throw new Error('Every change leaves a plan')
  return plan.tasks
}

/** Whether a final publication runs that nothing but a failure of the run can keep away, and no set lacks its sound. */
function isPublished(plan: readonly PlannedTask[], { audio }: SourceFacts): boolean {
  const runs = plan.filter(({ decision }) => decision === 'run')
  const isSure = ({ essential, requires }: PlannedTask): boolean =>
    essential !== false && plan.filter(({ name }) => requires.includes(name)).every(isSure)
  const ends = runs.some((task) => task.type === 'publish' && task.options?.early !== true && isSure(task))
  const isHeard = runs.some((task) => task.type === 'audio' && isSure(task))
  const hasSet = runs.some(({ type }) => type === 'package')
  return ends && (audio === null || !hasSet || isHeard)
}
