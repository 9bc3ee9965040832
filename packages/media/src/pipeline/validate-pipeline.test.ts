import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskDefinition } from './definition.ts'
import { planPipeline } from './plan-pipeline.ts'
import { SAMPLE_CATALOGUE, sampleTask } from './sample-catalogue.ts'
import { validatePipeline } from './validate-pipeline.ts'

const inspect = sampleTask('inspect')
const encode = sampleTask('encode', ['facts'])

const problems = (...tasks: TaskDefinition[]) =>
  validatePipeline({ name: 'own', version: 1, tasks }, SAMPLE_CATALOGUE)
const found = (...tasks: TaskDefinition[]) =>
  problems(...tasks).map(({ code, task, field }) => `${code} ${task} ${field}`)

describe('validatePipeline', () => {
  it('takes what can run', () => {
    expect(found(inspect, encode)).toEqual([])
  })

  it('refuses a pipeline without tasks', () => {
    expect(found()).toEqual(['EMPTY null tasks'])
  })

  it('names the task of an unknown type, and says what there is', () => {
    const sing = sampleTask('sing', ['facts'], { type: 'karaoke' })
    expect(found(inspect, sing)).toEqual(['TYPE_UNKNOWN sing type'])
    // What depends on it is not called wrong for that.
    const lost = sampleTask('look', [], { type: 'karaoke', outputs: [] })
    expect(found(lost, sampleTask('encode', ['facts']))).toEqual(['TYPE_UNKNOWN look type'])
    expect(problems(inspect, sing)[0]?.message).toContain('encode')
  })

  it.each<[string, TaskDefinition[], string[]]>([
    ['a name that nobody makes', [inspect, sampleTask('encode', ['fcats'])], ['INPUT_MISSING encode inputs']],
    ['a kind too few', [inspect, sampleTask('package', ['facts'])], ['INPUT_MISSING package inputs']],
    [
      'a kind that it does not read',
      [inspect, encode, sampleTask('poster', ['facts', 'renditions'])],
      ['INPUT_UNWANTED poster inputs'],
    ],
    [
      'two of which it reads one',
      [
        inspect,
        sampleTask('again', [], { type: 'inspect', outputs: ['other'] }),
        sampleTask('poster', ['facts', 'other']),
      ],
      ['INPUT_UNWANTED poster inputs'],
    ],
    [
      'a film encoded of what was found of a sound',
      [sampleTask('inspect-sound'), encode],
      ['INPUT_UNWANTED encode inputs'],
    ],
    [
      'an output that another makes',
      [inspect, encode, sampleTask('second', ['facts'], { type: 'encode', outputs: ['renditions'] })],
      ['OUTPUT_TAKEN second outputs'],
    ],
    ['an output too few', [sampleTask('inspect', [], { outputs: [] })], ['OUTPUT_INVALID inspect outputs']],
    [
      'a name twice',
      [inspect, sampleTask('inspect', [], { outputs: ['more'] })],
      ['NAME_TAKEN inspect name'],
    ],
    [
      'a name that is no key',
      [inspect, sampleTask('../x', ['facts'], { type: 'poster', outputs: ['poster'] })],
      ['NAME_INVALID ../x name'],
    ],
    [
      'an unknown condition',
      [inspect, sampleTask('encode', ['facts'], { when: { moon: 'full' } })],
      ['CONDITION_INVALID encode when.moon'],
    ],
    [
      'a condition of another type',
      [inspect, sampleTask('encode', ['facts'], { when: { hdr: 1 } })],
      ['CONDITION_INVALID encode when.hdr'],
    ],
    [
      'an option that it does not take',
      [inspect, sampleTask('encode', ['facts'], { options: { crf: 1, cfr: 2 } })],
      ['OPTION_INVALID encode options.cfr'],
    ],
    [
      'a wait for nobody',
      [inspect, sampleTask('encode', ['facts'], { after: ['inspect', 'rest'] })],
      ['INPUT_MISSING encode after'],
    ],
    [
      'a wait for itself',
      [inspect, sampleTask('encode', ['facts'], { after: ['encode'] })],
      ['CYCLE encode inputs'],
    ],
    [
      'a repetition for what it does not read',
      [inspect, sampleTask('encode', ['facts'], { each: 'chunks' })],
      ['EACH_INVALID encode each'],
    ],
    [
      'a repetition for what is no list',
      [inspect, sampleTask('encode', ['facts'], { each: 'facts' })],
      ['EACH_INVALID encode each'],
    ],
  ])('refuses %s', (_, tasks, expected) => {
    expect(found(...tasks)).toEqual(expected)
  })

  it('lets a task be repeated for each chunk where all that it makes is read', () => {
    const split = sampleTask('split', ['facts'])
    const pieces = sampleTask('encode', ['facts', 'chunks'], { each: 'chunks' })
    expect(found(inspect, split, pieces, sampleTask('package', ['facts', 'renditions']))).toEqual([])
  })

  it('names the tasks of a cycle, and those behind it', () => {
    const circle = [
      inspect,
      sampleTask('first', ['facts', 'b'], { type: 'encode', outputs: ['a'] }),
      sampleTask('second', ['facts', 'a'], { type: 'encode', outputs: ['b'] }),
      sampleTask('behind', ['facts', 'b'], { type: 'package', outputs: ['full'] }),
    ]
    const circular = problems(...circle).filter(({ code }) => ['CYCLE', 'UNREACHABLE'].includes(code))
    expect(circular.map(({ code, task }) => `${code} ${task}`)).toEqual([
      'CYCLE first',
      'CYCLE second',
      'UNREACHABLE behind',
    ])
    expect(circular[0]?.message).toContain('first → second → first')
  })

  it('is not taken in by names of object properties', () => {
    expect(found(sampleTask('constructor', [], { outputs: [] }))).toEqual(['TYPE_UNKNOWN constructor type'])
    expect(found(inspect, sampleTask('encode', ['facts'], { when: { toString: true } }))).toEqual([
      'CONDITION_INVALID encode when.toString',
    ])
  })

  it('lets pass only what can be put in an order, whatever is written', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'facts', 'renditions', 'streams')
    const anyTask = fc.record({
      name: fc.constantFrom('one', 'two', 'three', 'four'),
      type: fc.constantFrom(...SAMPLE_CATALOGUE.types, 'unknown'),
      inputs: fc.uniqueArray(names, { maxLength: 3 }),
      outputs: fc.array(names, { maxLength: 2 }),
    })
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 6 }), (tasks) => {
        const plan = planPipeline({ name: 'any', version: 1, tasks }, SAMPLE_CATALOGUE)
        if (!plan.ok) {
          expect(plan.problems.length).toBeGreaterThan(0)
          return
        }
        const order = plan.tasks.map(({ name }) => name)
        expect([...order].sort()).toEqual(tasks.map(({ name }) => name).sort())
        for (const { name, needs } of plan.tasks)
          for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name))
      }),
    )
  })
})
