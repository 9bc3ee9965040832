import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createProgressPrinter, describeProgress } from './create-progress-printer.ts'

describe('createProgressPrinter', () => {
  it('writes a line each 10 % where nobody watches', () => {
    const output = new PassThrough()
    const printer = createProgressPrinter(output)
    for (let percent = 0; percent <= 100; percent++)
      printer.report({ label: 'Uploading', fraction: percent / 100 })
    printer.end()
    const lines = String(output.read()).trim().split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[3]).toBe('Uploading  30 %')
  })

  it('keeps to one line on a terminal', () => {
    const output = Object.assign(new PassThrough(), { isTTY: true })
    const printer = createProgressPrinter(output)
    printer.report({ label: 'Uploading', fraction: 0.123 })
    printer.report({ label: 'Uploading', fraction: 0.456 })
    printer.end()
    const text = String(output.read())
    expect(text.match(/\n/g)).toHaveLength(1)
    expect(text).toMatch(/45 %\n$/)
  })
})

describe('describeProgress', () => {
  it('tells pace and time left where they are known', () => {
    const report = { label: 'Uploading', fraction: 0.5, bytesPerSecond: 12_340_000, remainingMs: 64_100 }
    expect(describeProgress(report)).toBe('Uploading  50 %  12.3 MB/s  1:05 left')
    expect(describeProgress({ ...report, bytesPerSecond: null, remainingMs: null })).toBe('Uploading  50 %')
  })
})
