import { describe, expect, it } from 'vitest'
import { type AssumedSource, assumeFacts, openMarks } from '../source/assume-facts.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import { NOTHING_ASKED } from './conditions.ts'
import type { PipelineDefinition } from './definition.ts'
import { planPipeline } from './plan-pipeline.ts'
import { SAMPLE_CATALOGUE, sampleTask } from './sample-catalogue.ts'

const PIPELINE: PipelineDefinition = {
  name: 'own',
  version: 1,
  tasks: [
    sampleTask('publish', ['full', 'poster']),
    sampleTask('package', ['facts', 'renditions'], { outputs: ['full'] }),
    sampleTask('encode', ['facts']),
    sampleTask('inspect'),
    sampleTask('poster', ['facts'], { when: { minSeconds: 10 } }),
    sampleTask('remux', ['facts'], { when: { remuxable: true }, outputs: ['early'] }),
    sampleTask('publish-early', ['early'], { type: 'publish', outputs: ['early-publication'] }),
  ],
}

function decisions(facts?: Parameters<typeof planPipeline>[2]) {
  const plan = planPipeline(PIPELINE, SAMPLE_CATALOGUE, facts)
  return plan.ok ? Object.fromEntries(plan.tasks.map((task) => [task.name, task.decision])) : null
}

describe('planPipeline', () => {
  it('puts every task after what it needs', () => {
    const plan = planPipeline(PIPELINE, SAMPLE_CATALOGUE)
    if (!plan.ok) throw new Error('The pipeline is valid')
    const order = plan.tasks.map((task) => task.name)
    for (const task of plan.tasks) {
      for (const need of task.needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(task.name))
    }
    expect(plan.tasks.find((task) => task.name === 'encode')).toMatchObject({ resource: 'encode', stage: 1 })
    expect(plan.tasks.find((task) => task.name === 'publish')).toMatchObject({
      stage: 3,
      needs: ['package', 'poster'],
      requires: ['package'],
    })
  })

  it('tells what an encode makes of the source once that is known', () => {
    const rungsOf = (facts?: SourceFacts) => {
      const plan = planPipeline(PIPELINE, SAMPLE_CATALOGUE, facts)
      return plan.ok && plan.tasks.flatMap(({ name, rungs }) => rungs.map((rung) => `${name} ${rung.name}`))
    }
    expect(rungsOf()).toEqual([])
    expect(rungsOf(sampleFacts({ display: { width: 640, height: 360 } }))).toEqual([
      'encode 360p',
      'encode 240p',
    ])
  })

  it('leaves conditions open until the source is known, then decides them and all that requires them', () => {
    expect(decisions()).toMatchObject({ remux: 'undecided', 'publish-early': 'undecided', publish: 'run' })
    expect(decisions(sampleFacts())).toMatchObject({ remux: 'run', 'publish-early': 'run', poster: 'run' })
    expect(decisions(sampleFacts({ codec: 'hevc' }, { durationMs: 9_999 }))).toMatchObject({
      remux: 'skip',
      'publish-early': 'skip',
      poster: 'skip',
      publish: 'run',
    })
  })

  it('lets a task wait for another without asking that it runs', () => {
    const tasks = PIPELINE.tasks.map((task) =>
      task.name === 'encode' ? { ...task, after: ['remux', 'inspect'] } : task,
    )
    const plan = planPipeline({ ...PIPELINE, tasks }, SAMPLE_CATALOGUE, sampleFacts({ codec: 'hevc' }))
    expect(plan.ok && plan.tasks.find(({ name }) => name === 'encode')).toMatchObject({
      needs: ['inspect', 'remux'],
      requires: ['inspect'],
      stage: 2,
      decision: 'run',
    })
  })

  it('knows what a task costs once the source is known', () => {
    const costOf = (facts?: Parameters<typeof planPipeline>[2]) => {
      const plan = planPipeline(PIPELINE, SAMPLE_CATALOGUE, facts)
      return plan.ok ? plan.tasks.find(({ name }) => name === 'encode')?.cost : undefined
    }
    expect(costOf()).toBeNull()
    const minute = costOf(sampleFacts({}, { durationMs: 60_000 })) ?? 0
    expect(costOf(sampleFacts({}, { durationMs: 120_000 }))).toBeCloseTo(2 * minute)
    const pixels = [1920 * 1080, 1280 * 720, 854 * 480, 640 * 360, 426 * 240].reduce((a, b) => a + b)
    expect(minute).toBeCloseTo((0.01 * 60 * 25 * pixels) / 1e6)
  })

  it('leaves open what depends on what nobody knows of a source', () => {
    const film = {
      seconds: 60,
      width: 1920,
      height: 1080,
      frameRate: 30,
      videoCodec: 'h264',
      audioCodec: 'aac',
    }
    const known = { rotation: 0, bitrate: 8_000_000, hdr: false, interlaced: false, captions: false }
    const when = { captions: { captions: true, minSeconds: 30 }, sound: { captions: true, sound: false } }
    const pipeline = {
      ...PIPELINE,
      tasks: [
        ...PIPELINE.tasks,
        sampleTask('captions', ['facts'], { type: 'poster', outputs: ['texts'], when: when.captions }),
        sampleTask('silent', ['facts'], { type: 'poster', outputs: ['silence'], when: when.sound }),
      ],
    }
    const decided = (more: Partial<AssumedSource>, asked = NOTHING_ASKED) => {
      const source = { ...film, ...more }
      const plan = planPipeline(pipeline, SAMPLE_CATALOGUE, assumeFacts(source), asked, openMarks(source))
      const decisions = new Map(plan.ok ? plan.tasks.map(({ name, decision }) => [name, decision]) : [])
      return ['remux', 'publish-early', 'captions', 'silent'].map((name) => decisions.get(name))
    }
    expect(decided(known)).toEqual(['run', 'run', 'skip', 'skip'])
    expect(decided({})).toEqual(['undecided', 'undecided', 'undecided', 'skip'])
    expect(decided({ ...known, interlaced: null })).toEqual(['undecided', 'undecided', 'skip', 'skip'])
    expect(decided({ ...known, captions: true })).toEqual(['run', 'run', 'run', 'skip'])
    // One reason against a source as it is is enough.
    for (const reason of [{ rotation: 90 }, { bitrate: 30_000_000 }, { hdr: true }, { audioCodec: 'opus' }])
      expect(decided(reason)).toEqual(['skip', 'skip', 'undecided', 'skip'])
    expect(decided({}, { ...NOTHING_ASKED, watermark: true })[0]).toBe('skip')
  })

  it('takes what is encoded from what a task reads, and nothing from what it waits for', () => {
    const encodes = (after: readonly string[]): PipelineDefinition => ({
      ...{ name: 'own', version: 1 },
      tasks: [
        sampleTask('inspect'),
        sampleTask('encode-av1', ['facts'], {
          type: 'encode',
          outputs: ['other'],
          options: { codec: 'av1' },
        }),
        sampleTask('encode', ['facts'], { after }),
      ],
    })
    const encodeOf = (after: readonly string[]) => {
      const catalogue = { ...SAMPLE_CATALOGUE, checkOptions: () => [] }
      const plan = planPipeline(encodes(after), catalogue, sampleFacts())
      return plan.ok ? plan.tasks.find(({ name }) => name === 'encode') : undefined
    }
    const alone = encodeOf([])
    expect(alone?.rungs[0]?.codec).toBe('h264')
    expect(encodeOf(['encode-av1'])).toMatchObject({ cost: alone?.cost, rungs: alone?.rungs })
  })

  it('answers with problems instead of a plan', () => {
    expect(planPipeline({ name: 'none', version: 1, tasks: [] }, SAMPLE_CATALOGUE)).toMatchObject({
      ok: false,
    })
  })
})
