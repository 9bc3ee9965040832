import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { MAX_TASK_ATTEMPTS, MAX_TASK_LOSSES, retryDelayMs } from '@marquee/jobs'
import { ERRORS, isErrorCode, isRunErrorCode } from '@marquee/media'
import { describe, expect, it } from 'vitest'

const REPOSITORY = path.resolve(import.meta.dirname, '../../../..')
const page = await readFile(path.join(REPOSITORY, 'docs/operations/failures.md'), 'utf8')

/** The rows of all tables, a text for each cell. */
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!what fails)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))
const named = (cell: string | undefined) =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

/** Each file of a cell, and how titles of tests in it begin, or rows of their tables. */
const testsOf = (cell = '') =>
  [...cell.matchAll(/`([^`]+)`((?:,? «[^»]+»)*)/g)].map(([, file = '', titles = '']) => ({
    ...{ file, titles: [...titles.matchAll(/«([^»]+)»/g)].map(([, title = '']) => title) },
  }))

describe('docs/operations/failures.md', () => {
  it('says of each failure everything, and names tests that show it', async () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.filter((row) => row.length !== 6 || row.includes(''))).toEqual([])
    expect(rows.filter(({ 5: tests }) => testsOf(tests).length === 0)).toEqual([])
    const named = rows.flatMap(({ 5: tests }) => testsOf(tests))
    expect(named.filter(({ file }) => !/\.(test|spec)\.ts$/.test(file))).toEqual([])
    expect(named.filter(({ titles }) => titles.length === 0)).toEqual([])
    const texts = new Map(
      await Promise.all(
        [...new Set(named.map(({ file }) => file))].map(
          async (file) => [file, await readFile(path.join(REPOSITORY, file), 'utf8')] as const,
        ),
      ),
    )
    const isIn = (file: string, title: string) =>
      [`'`, '"', '`'].some((quote) => texts.get(file)?.includes(`${quote}${title}`))
    const missing = named.flatMap(({ file, titles }) =>
      titles.filter((title) => !isIn(file, title)).map((title) => `${file}: ${title}`),
    )
    expect(missing).toEqual([])
  })

  it('has every code that a run may fail with, and its class', () => {
    const codes = rows.flatMap(({ 1: cell, 2: kind }) => named(cell).map((code) => [code, kind] as const))
    const told = new Set(codes.map(([code]) => code))
    expect(Object.keys(ERRORS).filter((code) => isRunErrorCode(code) && !told.has(code))).toEqual([])
    const wrong = codes.filter(([code, kind]) => isErrorCode(code) && ERRORS[code].class !== kind)
    expect(wrong).toEqual([])
  })

  it('states how often and when a task is tried again as the code has it', () => {
    const waits = [1, 2, 3].map((failed) => retryDelayMs(failed) / 1_000)
    expect(MAX_TASK_ATTEMPTS).toBe(waits.length + 1)
    expect(page).toContain(`${MAX_TASK_ATTEMPTS} attempts in all`)
    expect(page).toContain(`a task has ${MAX_TASK_LOSSES} of those`)
    expect(page).toContain(`${waits[0]}, ${waits[1]} and ${waits[2]} s after`)
  })
})
