import { describe, expect, it } from 'vitest'
import { ERRORS, errorMessage, isErrorCode, isRecoverable, isRunErrorCode } from './error-table.ts'

describe('ERRORS', () => {
  it.each(Object.entries(ERRORS))('%s says what happened and ends as a sentence', (code, entry) => {
    expect(code).toMatch(/^[A-Z][A-Z_]+$/)
    expect(entry.message).toMatch(/^[A-Z].*[.]$/)
    expect(entry.message).not.toMatch(/something went wrong|please|sorry/i)
  })

  it('never retries what a file does to us', () => {
    const source = Object.keys(ERRORS)
      .filter(isErrorCode)
      .filter((code) => code.startsWith('SOURCE_'))
    expect(source).toHaveLength(13)
    expect(source.filter(isRecoverable)).toEqual([])
  })
})

describe('isErrorCode', () => {
  it('knows its codes, and no property of objects', () => {
    expect(isErrorCode('SOURCE_EMPTY')).toBe(true)
    expect(isErrorCode('toString')).toBe(false)
    expect(isRunErrorCode('WORKER_LOST')).toBe(true)
    expect(isRunErrorCode('TITLE_REQUIRED')).toBe(false)
  })
})

describe('errorMessage', () => {
  it('is the sentence of the table', () => {
    expect(errorMessage('SOURCE_PLAYLIST')).toContain('playlist')
  })
})
