import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { overallProgress, planPipeline } from './plan-pipeline.ts'
import { STANDARD_PIPELINE } from './standard.ts'

function decisions(facts?: Parameters<typeof planPipeline>[1]) {
  const plan = planPipeline(STANDARD_PIPELINE, facts)
  return plan.ok ? Object.fromEntries(plan.tasks.map((task) => [task.name, task.decision])) : null
}

describe('planPipeline', () => {
  it('puts every task after what it needs', () => {
    const plan = planPipeline(STANDARD_PIPELINE)
    if (!plan.ok) throw new Error('The standard pipeline is valid')
    const order = plan.tasks.map((task) => task.name)
    for (const task of plan.tasks) {
      for (const need of task.needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(task.name))
    }
    expect(plan.tasks.find((task) => task.name === 'encode')).toMatchObject({ resource: 'encode', stage: 1 })
    expect(plan.tasks.find((task) => task.name === 'publish')).toMatchObject({ stage: 3, priority: 1 })
  })

  it('leaves conditions open until the source is known, then decides them and all behind them', () => {
    expect(decisions()).toMatchObject({ remux: 'undecided', 'publish-early': 'undecided', encode: 'run' })
    expect(decisions(sampleFacts())).toMatchObject({ remux: 'run', 'publish-early': 'run' })
    expect(decisions(sampleFacts({ codec: 'hevc' }))).toMatchObject({
      remux: 'skip',
      'publish-early': 'skip',
      publish: 'run',
    })
  })

  it('answers with problems instead of a plan', () => {
    expect(planPipeline({ name: 'none', version: 1, tasks: [] })).toMatchObject({ ok: false })
  })
})

describe('overallProgress', () => {
  it('weighs tasks, and leaves out skipped ones', () => {
    const task = (weight: number, fraction: number, skipped = false) => ({ weight, fraction, skipped })
    expect(overallProgress([task(1, 1), task(3, 0.5)])).toBe(0.625)
    expect(overallProgress([task(1, 1), task(3, 0, true)])).toBe(1)
    expect(overallProgress([])).toBe(0)
    expect(overallProgress([task(1, 7)])).toBe(1)
  })
})
