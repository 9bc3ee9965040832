import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { identifyProcess, type ProcessIdentity } from './identify-process.ts'
import type { Part } from './part.ts'
import { PartFailed, type RunningPart, runPart } from './run-part.ts'

const folder = temporaryFolder('run-part')
const running: RunningPart[] = []

/** A Node program of one line as a part; ready once it has written `up`. */
function partOf(name: string, program: string, stopWithinMs = 5_000): Part {
  const log = path.join(folder, `${name}.log`)
  return {
    name,
    command: process.execPath,
    args: ['-e', program],
    env: {},
    cwd: folder,
    stopSignal: 'SIGTERM',
    stopWithinMs,
    isReady: async () => readFileSync(log, 'utf8').includes('up'),
  }
}

function run(part: Part) {
  const started: ProcessIdentity[] = []
  const ended: string[] = []
  const one = runPart(
    part,
    path.join(folder, `${part.name}.log`),
    { started: (_, identity) => started.push(identity), ended: (_, how) => ended.push(how) },
    { readyWithinMs: 20_000 },
  )
  running.push(one)
  return { one, started, ended }
}

const log = (name: string): string => readFileSync(path.join(folder, `${name}.log`), 'utf8')

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

describe('runPart', () => {
  it('starts a part again after it was killed', async () => {
    const { one, started, ended } = run(partOf('dies', 'console.log("up"); setInterval(() => {}, 1000)'))
    await one.ready
    process.kill(started[0]?.pid ?? 0, 'SIGKILL')
    await vi.waitFor(() => expect(started).toHaveLength(2), { timeout: 20_000 })
    expect(ended).toEqual(['SIGKILL'])
    expect(started[1]?.pid).not.toBe(started[0]?.pid)
  })

  it('says which part did not come up, and how it ended', async () => {
    const { one } = run(partOf('refuses', 'console.log("no"); process.exit(3)'))
    await expect(one.ready).rejects.toThrow(PartFailed)
    await expect(one.ready).rejects.toThrow(/refuses ended \(exit status 3\) before it was ready/)
  })

  it('lets a part drain when it is stopped', async () => {
    const { one } = run(
      partOf(
        'drains',
        'process.on("SIGTERM", () => { console.log("drained"); process.exit(0) }); console.log("up"); setInterval(() => {}, 1000)',
      ),
    )
    await one.ready
    await one.stop()
    expect(log('drains')).toContain('drained')
  })

  it('kills what does not leave in time, and the children of what does', async () => {
    const child = 'setInterval(() => {}, 1000)'
    const { one, started } = run(
      partOf(
        'stays',
        `const { pid } = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]);` +
          'process.on("SIGTERM", () => {}); console.log("up child=" + pid); setInterval(() => {}, 1000)',
        300,
      ),
    )
    await one.ready
    const grandchild = Number(/child=(\d+)/.exec(log('stays'))?.[1])
    expect(identifyProcess(grandchild)).toBeDefined()
    await one.stop()
    expect(identifyProcess(started[0]?.pid ?? 0)).toBeUndefined()
    await vi.waitFor(() => expect(identifyProcess(grandchild)).toBeUndefined(), 15_000)
  })
})
