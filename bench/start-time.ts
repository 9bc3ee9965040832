import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { REPOSITORY, startOwnSystem } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'

async function withClone<T>(measure: (clone: string) => Promise<T>): Promise<T> {
  const clone = path.join(await mkdtemp(path.join(tmpdir(), 'marquee-clone-')), 'marquee')
  await promisify(execFile)('git', ['clone', '--quiet', REPOSITORY, clone])
  try {
    return await measure(clone)
  } finally {
    await rm(path.dirname(clone), { recursive: true, force: true })
  }
}

/** Clone to ready: npm packages, build and first start. Debian packages count only where they are missing. */
export const startFresh: Benchmark = {
  name: 'start-fresh',
  title: 'npm start on a fresh clone to ready',
  unit: 's',
  atMost: 240,
  absolute: true,
  run: () =>
    withClone(async (repository) => {
      const system = await startOwnSystem({ repository })
      await system.stop()
      return {
        figure: system.readyAfterMs / 1000,
        against: '4 minutes, stated absolutely; ffmpeg and redis-server as found on this machine',
      }
    }),
}

/** The second start of the same clone and data. */
export const startAgain: Benchmark = {
  name: 'start-again',
  title: 'npm start to ready, second time, same clone and data',
  unit: 's',
  atMost: 15,
  absolute: true,
  run: () =>
    withClone(async (repository) => {
      const home = path.join(path.dirname(repository), 'home')
      await (await startOwnSystem({ repository, home })).stop()
      const second = await startOwnSystem({ repository, home })
      await second.stop()
      return { figure: second.readyAfterMs / 1000, against: '15 s, stated absolutely' }
    }),
}
