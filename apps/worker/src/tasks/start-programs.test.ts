import { describe, expect, it } from 'vitest'
import type { Programs } from '../ffmpeg/programs.ts'
import { startPrograms } from './start-programs.ts'

const run = { cpuSeconds: 0, peakBytes: 0, log: '' }

/** Programs that all answer alike, or never where there is no answer. */
const answering =
  (packager: Programs['run'] | null) =>
  (signal: AbortSignal): Programs => ({
    ...{ cpuSeconds: 0, peakBytes: 0 },
    run: (program, ...rest) => {
      if (program !== 'packager') return Promise.resolve({ ...run, end: { kind: 'exited', code: 0 } })
      if (packager) return packager(program, ...rest)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
  })

describe('startPrograms', () => {
  const warned: unknown[] = []
  const logger = { warn: (...told: unknown[]) => void warned.push(told) }

  it.each<[string, Programs['run']]>([
    ['is not there', async () => Promise.reject(new Error('ENOENT: packager'))],
    ['ends with an error', async () => ({ ...run, end: { kind: 'exited', code: 127 }, log: 'packager' })],
    ['crashes', async () => ({ ...run, end: { kind: 'crashed', signal: 4 }, log: 'packager' })],
  ])('refuses a machine where one %s', async (_, packager) => {
    await expect(startPrograms(answering(packager), logger)).rejects.toThrow('packager')
    expect(warned).toEqual([])
  })

  it('goes on without one that takes long', async () => {
    await startPrograms(answering(null), logger, 1)
    expect(warned).toHaveLength(1)
  })
})
