import { describe, expect, it } from 'vitest'
import { SAMPLE_PIPELINE } from '../testing/sample-pipeline.ts'
import { readStoredDefinition } from './stored-definition.ts'

const stored = (definition: object): unknown => JSON.parse(JSON.stringify(definition))

describe('readStoredDefinition', () => {
  it('reads what was written, with what a newer program has added', () => {
    const [first, ...rest] = SAMPLE_PIPELINE.tasks
    const newer = { ...SAMPLE_PIPELINE, owner: 'me', tasks: [{ ...first, retries: 3 }, ...rest] }
    expect(readStoredDefinition(stored(newer))).toEqual({ ok: true, definition: stored(newer) })
  })

  it.each<[string, object | null, string]>([
    ['nothing', null, 'expected object'],
    ['no tasks', { name: 'a', version: 1 }, 'tasks'],
    ['a task of another shape', { ...SAMPLE_PIPELINE, tasks: [{ name: 'a', type: 'a' }] }, 'tasks[0].inputs'],
  ])('says what is wrong: %s', (_, document, where) => {
    const read = readStoredDefinition(document)
    expect(read.ok || read.why).toContain(where)
  })
})
