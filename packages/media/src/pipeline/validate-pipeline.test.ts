import { describe, expect, it } from 'vitest'
import type { PipelineDefinition, TaskDefinition } from './definition.ts'
import { STANDARD_PIPELINE } from './standard.ts'
import { validatePipeline } from './validate-pipeline.ts'

const inspect: TaskDefinition = { name: 'inspect', type: 'inspect', needs: [] }
const encode: TaskDefinition = { name: 'encode', type: 'encode', needs: ['inspect'] }
const pipeline = (...tasks: TaskDefinition[]): PipelineDefinition => ({ name: 'own', version: 1, tasks })

const found = (...tasks: TaskDefinition[]) =>
  validatePipeline(pipeline(...tasks)).map(({ code, task }) => `${code} ${task}`)

describe('validatePipeline', () => {
  it('takes the standard pipeline', () => {
    expect(validatePipeline(STANDARD_PIPELINE)).toEqual([])
  })

  it('refuses a pipeline without tasks', () => {
    expect(found()).toEqual(['EMPTY null'])
  })

  it('names the task of an unknown type', () => {
    const [problem] = validatePipeline(
      pipeline(inspect, { name: 'sing', type: 'karaoke', needs: ['inspect'] }),
    )
    expect(problem).toMatchObject({ code: 'TYPE_UNKNOWN', task: 'sing' })
    expect(problem?.message).toContain('«karaoke»')
  })

  it('names the task whose input is missing', () => {
    expect(found(inspect, { ...encode, needs: ['inspcet'] })).toEqual(['INPUT_MISSING encode'])
    expect(found({ ...encode, needs: [] })).toEqual(['INPUT_MISSING encode'])
    expect(found(inspect, { name: 'pack', type: 'package', needs: ['inspect'] })).toEqual([
      'INPUT_MISSING pack',
    ])
  })

  it('names the tasks of a cycle, and those behind it', () => {
    const tasks = [
      inspect,
      { ...encode, needs: ['inspect', 'again'] },
      { name: 'again', type: 'encode', needs: ['inspect', 'encode'] },
      { name: 'pack', type: 'package', needs: ['inspect', 'again'] },
    ]
    expect(found(...tasks)).toEqual(['CYCLE encode', 'CYCLE again', 'UNREACHABLE pack'])
    const [cycle] = validatePipeline(pipeline(...tasks))
    expect(cycle?.message).toContain('encode → again → encode')
  })

  it('names what is defined twice, badly named, or waits for an unknown condition', () => {
    expect(found(inspect, inspect)).toEqual(['NAME_TAKEN inspect'])
    expect(found({ ...inspect, name: '../x' })).toEqual(['NAME_INVALID ../x'])
    expect(found(inspect, { ...encode, when: 'full moon' })).toEqual(['CONDITION_UNKNOWN encode'])
  })

  it('is not taken in by names of object properties', () => {
    expect(found({ name: 'constructor', type: 'constructor', needs: [] })).toEqual([
      'TYPE_UNKNOWN constructor',
    ])
  })
})
