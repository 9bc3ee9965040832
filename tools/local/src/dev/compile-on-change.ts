import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, watch } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { builtFile, REPOSITORY } from '../settings/repository.ts'

/** An editor writes a file in several steps, and several files at once. */
const SETTLE_MS = 100

/**
 * Runs `tsc -b` whenever a source file of a room changes; never resolves. TypeScript 7.0.2's own `tsc -b --watch` sees no
 * change in the projects that a solution refers to.
 */
export async function compileOnChange(): Promise<never> {
  let changed = wake()
  for (const folder of sourceFolders()) watch(folder, { recursive: true }, () => changed.resolve())
  console.log('compiling what changes')
  for (;;) {
    await changed.promise
    await delay(SETTLE_MS)
    changed = wake()
    await compile()
  }
}

async function compile(): Promise<void> {
  const compiler = spawn(builtFile('node_modules/.bin/tsc'), ['-b'], { cwd: REPOSITORY, stdio: 'inherit' })
  const [status] = await once(compiler, 'exit')
  console.log(status === 0 ? 'compiled' : 'compiled with errors')
}

/** Rooms that are compiled by tsc; Next compiles its own. */
function sourceFolders(): string[] {
  const rooms = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(path.join(REPOSITORY, parent)).map((name) => `${parent}/${name}`),
  )
  return rooms.filter((room) => room !== 'apps/web').map((room) => path.join(REPOSITORY, room, 'src'))
}

/** A promise that an event resolves. */
function wake(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
