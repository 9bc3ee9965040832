import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts } from '../source/source-facts.ts'
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
