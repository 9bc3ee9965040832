import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openScratchSpace, ScratchForeign, ScratchUnreachable } from './scratch-space.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'marquee-scratch-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const own = { changesIdentity: false, onUnseen: () => undefined }

describe('openScratchSpace', () => {
  it('lends an empty folder, and takes it away whatever came of it', async () => {
    const scratch = await openScratchSpace(folder, own)
    const lent = await scratch.lend(async (task) => {
      await writeFile(path.join(task, 'half'), 'half')
      return task
    })
    expect(existsSync(lent)).toBe(false)
    await expect(scratch.lend(() => Promise.reject(new Error('broke')))).rejects.toThrow('broke')
    await scratch.close()
    expect(existsSync(path.dirname(lent))).toBe(false)
  })

  it('removes what a killed process has left, and nothing of a living one', async () => {
    const dead = path.join(folder, 'worker-4194305')
    const living = path.join(folder, `worker-${process.ppid}`)
    await Promise.all([mkdir(dead), mkdir(living), mkdir(path.join(folder, 'cache'))])
    await openScratchSpace(folder, own)
    expect([dead, living, path.join(folder, 'cache')].map(existsSync)).toEqual([false, true, true])
  })

  it('removes nothing of a process that has our number in another container, until it is killed', async () => {
    const script = `
      import { openScratchSpace } from ${JSON.stringify(new URL('../../dist/scratch/scratch-space.js', import.meta.url).href)}
      const scratch = await openScratchSpace(${JSON.stringify(folder)}, { changesIdentity: false, onUnseen: () => undefined })
      await scratch.lend((task) => new Promise(() => {
        process.stdout.write(task)
        setInterval(() => undefined, 2 ** 30)
      }))
    `
    const other = execa('node', ['--input-type=module', '-e', script], { reject: false, buffer: false })
    const [task] = await once(other.stdout, 'data')
    const theirs = path.dirname(String(task))
    const renamed = theirs.replace(`worker-${other.pid}-`, `worker-${process.pid}-`)
    await rename(theirs, renamed)
    await rename(`${theirs}.sock`, `${renamed}.sock`)
    await openScratchSpace(folder, own)
    expect(existsSync(path.join(renamed, path.basename(String(task))))).toBe(true)
    other.kill('SIGKILL')
    await other
    await openScratchSpace(folder, own)
    expect([renamed, `${renamed}.sock`].map(existsSync)).toEqual([false, false])
  })

  it('goes by numbers of processes where its path is too long for a socket, and says so', async () => {
    const root = path.join(folder, 'x'.repeat(120))
    const dead = path.join(root, 'worker-4194305-00ab12cd')
    await mkdir(dead, { recursive: true })
    const unseen: unknown[] = []
    const scratch = await openScratchSpace(root, { ...own, onUnseen: (error) => unseen.push(error) })
    expect(unseen).toHaveLength(1)
    expect(await readdir(root)).toEqual([
      expect.stringMatching(new RegExp(`^worker-${process.pid}-[0-9a-f]{8}$`)),
    ])
    await scratch.close()
    expect(await readdir(root)).toEqual([])
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('says at once that the sandbox could not reach it', async () => {
    await chmod(folder, 0o700)
    const root = path.join(folder, 'scratch')
    await expect(openScratchSpace(root, { ...own, changesIdentity: true })).rejects.toThrow(
      ScratchUnreachable,
    )
    await chmod(folder, 0o711)
    await openScratchSpace(root, { ...own, changesIdentity: true })
  })

  it.runIf(process.getuid?.() === 0)('is not opened where another user could lead it elsewhere', async () => {
    const [theirs, link] = [path.join(folder, 'theirs'), path.join(folder, 'link')]
    await mkdir(theirs)
    await symlink(theirs, link)
    await openScratchSpace(link, own)
    await chown(theirs, 1_000, 1_000)
    for (const root of [theirs, link])
      await expect(openScratchSpace(root, own)).rejects.toThrow(ScratchForeign)
    await chown(theirs, 0, 0)
    await lchown(link, 1_000, 1_000)
    await expect(openScratchSpace(link, own)).rejects.toThrow(ScratchForeign)
  })
})
