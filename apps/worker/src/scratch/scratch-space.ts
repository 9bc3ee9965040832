import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { isAlive } from '../ffmpeg/read-process.ts'
import { askLifeSign, giveLifeSign } from './life-sign.ts'

/** Local folders for tasks, all below one of this process. */
export interface ScratchSpace {
  /** Runs `use` with a new, empty folder, and removes it afterwards, whatever came of it. */
  lend<Result>(use: (folder: string) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Programs run as nobody cannot reach the folder: some of them crash there without a word. */
export class ScratchUnreachable extends Error {
  override readonly name = 'ScratchUnreachable'

  constructor(root: string, closed: string) {
    super(
      `WORKER_SCRATCH (${root}) lies below ${closed}, which other users may not enter. Choose another folder.`,
    )
  }
}

/** Whoever owns the folder could put links into it that lead us to files of ours. */
export class ScratchForeign extends Error {
  override readonly name = 'ScratchForeign'

  constructor(root: string) {
    super(`WORKER_SCRATCH (${root}) is another user's. Choose another folder.`)
  }
}

export interface ScratchSettings {
  readonly changesIdentity: boolean
  /** Told why nobody in another container can see that this process lives: there its folder could be taken for a dead one's. */
  readonly onUnseen: (error: unknown) => void
}

/**
 * Opens this process's folder below `root`, and removes what killed processes have left there.
 * Throws {@link ScratchForeign}, and {@link ScratchUnreachable} where the sandbox changes identity, as it does for root.
 */
export async function openScratchSpace(
  root: string,
  { changesIdentity, onUnseen }: ScratchSettings,
): Promise<ScratchSpace> {
  await makeEnterable(root)
  if (!(await isOurs(root))) throw new ScratchForeign(root)
  const closed = changesIdentity ? await findClosedFolder(path.resolve(root)) : null
  if (closed !== null) throw new ScratchUnreachable(root, closed)
  await removeLeftovers(root)
  const own = path.join(root, `worker-${process.pid}-${randomBytes(4).toString('hex')}`)
  // Without it the folder is known by its process, whose number means nothing in another container.
  const life = await giveLifeSign(own + LIFE_SIGN).catch((error: unknown) => {
    onUnseen(error)
    return null
  })
  await makeEnterable(own)
  return {
    async lend(use) {
      const folder = await mkdtemp(path.join(own, 'task-'))
      try {
        return await use(folder)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    async close() {
      await rm(own, { recursive: true, force: true })
      await life?.close()
    },
  }
}

/** The mode of mkdir alone would be cut by the umask. A folder that was there keeps its own. */
async function makeEnterable(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o711)
}

/** Where a link stands there, the link too: the default lies in a folder that all users of the machine may write to. */
async function isOurs(folder: string): Promise<boolean> {
  const owners = (await Promise.all([lstat(folder), stat(folder)])).map(({ uid }) => uid)
  return owners.every((uid) => uid === 0 || uid === process.getuid?.())
}

const LIFE_SIGN = '.sock'

async function removeLeftovers(root: string): Promise<void> {
  const names = (await readdir(root)).map((name) => path.basename(name, LIFE_SIGN))
  for (const name of new Set(names)) {
    const pid = Number(/^worker-(\d+)(?:-[0-9a-f]+)?$/.exec(name)?.[1])
    if (!(pid > 0)) continue
    const folder = path.join(root, name)
    const sign = await askLifeSign(folder + LIFE_SIGN)
    if (sign === 'living' || (sign === 'none' && !isGone(pid))) continue
    await rm(folder, { recursive: true, force: true })
    await rm(folder + LIFE_SIGN, { force: true })
  }
}

/** Ours is gone too: the process that had the number before. */
const isGone = (pid: number) => pid === process.pid || !isAlive(pid)

const ENTER_BY_OTHERS = 0o001

/** The outermost folder on the way to `folder`, itself included, that others may not enter. */
async function findClosedFolder(folder: string): Promise<string | null> {
  const parent = path.dirname(folder)
  const above = parent === folder ? null : await findClosedFolder(parent)
  if (above !== null) return above
  const { mode } = await stat(folder)
  return mode & ENTER_BY_OTHERS ? null : folder
}
