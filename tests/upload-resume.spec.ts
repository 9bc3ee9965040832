import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { type Client, currentInstallation, REPOSITORY, signIn } from './support/index.ts'

const MIB = 1_048_576
const SIZE = 60 * MIB
/** Six of eight parts are not yet there when the second is. */
const BYTES_PER_SECOND = 6 * MIB

type Upload = { id: string; fileName: string; status: string; storedParts: number[]; partCount: number }

let folder: string
let creator: Client

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'marquee-resume-'))
  creator = await signIn(await currentInstallation())
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

/** No video, which the upload does not know; its name is the test's own. */
async function makeFile(name: string, size = SIZE): Promise<string> {
  const file = await open(path.join(folder, name), 'w')
  await file.write(name)
  await file.truncate(size)
  await file.close()
  return path.join(folder, name)
}

async function uploadOf(fileName: string): Promise<Upload | undefined> {
  const { viewer } = await creator.query<{ viewer: { uploads: { nodes: Upload[] } } }>(
    '{ viewer { uploads(first: 10) { nodes { id fileName status storedParts partCount } } } }',
  )
  return viewer.uploads.nodes.find((upload) => upload.fileName === fileName)
}

/** Resolves in mid-upload, with the parts that the store holds then. */
async function untilTwoParts(fileName: string): Promise<void> {
  await expect
    .poll(async () => (await uploadOf(fileName))?.storedParts.length ?? 0, { intervals: [100] })
    .toBeGreaterThanOrEqual(2)
}

async function expectCompletedOnce(fileName: string, first: Upload): Promise<void> {
  await expect.poll(async () => (await uploadOf(fileName))?.status).toBe('COMPLETED')
  expect((await uploadOf(fileName))?.id).toBe(first.id)
}

/** A browser of the person's own: what it keeps outlives it. */
async function openBrowser(
  profile: string,
): Promise<{ context: BrowserContext; page: Page; sent: number[] }> {
  const { launchOptions, baseURL } = test.info().project.use
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL })
  const page = context.pages()[0] ?? (await context.newPage())
  const sent: number[] = []
  page.on('request', (request) => {
    const part = new URL(request.url()).searchParams.get('partNumber')
    if (request.method() === 'PUT' && part) sent.push(Number(part))
  })
  return { context, page, sent }
}

async function throttle(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: BYTES_PER_SECOND,
  })
}

/** SIGKILL to every process of the browser, as a crash of the machine would be. */
async function killBrowser({ context }: { context: BrowserContext }, profile: string): Promise<void> {
  const closed = new Promise<void>((resolve) => context.once('close', () => resolve()))
  for (const name of await readdir('/proc')) {
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(`--user-data-dir=${profile}`)) killIfAlive(Number(name))
  }
  await closed
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // Its parent's death was its own.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

test('a killed browser: the studio asks for the file again, and sends what is missing alone', async () => {
  const name = 'asked-for-again.mp4'
  const file = await makeFile(name)
  const profile = path.join(folder, 'asks')
  const before = await openBrowser(profile)
  await signInAs(before.page, 'creator')
  await throttle(before.page)
  const chooser = before.page.waitForEvent('filechooser')
  await before.page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles(file)
  await untilTwoParts(name)
  await killBrowser(before, profile)
  const left = await uploadOf(name)
  if (!left) throw new Error('The upload is not there')
  expect(left.storedParts.length).toBeLessThan(left.partCount)

  const after = await openBrowser(profile)
  await signInAs(after.page, 'creator')
  await after.page.goto('/studio')
  const asked = after.page.getByRole('listitem').filter({ hasText: `${name}:` })
  await expect(asked).toContainText('choose the file again')

  // Another file is refused in words, before anything is sent.
  const other = await makeFile('another-one.mp4')
  const wrong = after.page.waitForEvent('filechooser')
  await asked.getByRole('button', { name: 'Choose the file' }).click()
  await (await wrong).setFiles(other)
  await expect(
    after.page.getByText('This is not the file that the upload was begun with.').first(),
  ).toBeVisible()
  expect(after.sent).toEqual([])

  const right = after.page.waitForEvent('filechooser')
  await asked.getByRole('button', { name: 'Choose the file' }).click()
  await (await right).setFiles(file)
  await expectCompletedOnce(name, left)
  expect(after.sent.filter((part) => left.storedParts.includes(part))).toEqual([])
  // Fewer where the store kept one whose answer the browser did not live to see.
  expect(new Set(after.sent).size).toBeLessThanOrEqual(left.partCount - left.storedParts.length)
  await expect(asked).toHaveCount(0)
  await after.context.close()
})

test('a killed browser that knows where the file is: the upload goes on by itself', async () => {
  const name = 'remembered.mp4'
  const profile = path.join(folder, 'remembers')
  const before = await openBrowser(profile)
  // The browser's own dialogue cannot be answered here; what it hands over is a real handle all the same.
  await before.page.addInitScript(
    ([fileName, size]) => {
      const showOpenFilePicker = async () => {
        const root = await navigator.storage.getDirectory()
        const handle = await root.getFileHandle(fileName, { create: true })
        const writable = await handle.createWritable()
        await writable.truncate(size)
        await writable.close()
        return [handle]
      }
      Object.assign(window, { showOpenFilePicker })
    },
    [name, SIZE] as const,
  )
  await signInAs(before.page, 'creator')
  await throttle(before.page)
  await before.page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await untilTwoParts(name)
  await killBrowser(before, profile)
  const left = await uploadOf(name)
  if (!left) throw new Error('The upload is not there')

  const after = await openBrowser(profile)
  await signInAs(after.page, 'creator')
  await after.page.goto('/studio')
  await expectCompletedOnce(name, left)
  expect(after.sent.filter((part) => left.storedParts.includes(part))).toEqual([])
  await after.context.close()
})

/** Answers a command that asks for addresses of parts once, with those of twelve, and then never. */
const TWELVE_PARTS = `
  const ask = globalThis.fetch
  let asked = 0
  globalThis.fetch = (url, init) => {
    const isHeld = String(init?.body).includes('"partNumbers"') && asked++ > 0
    return isHeld ? new Promise(() => setInterval(() => {}, 2 ** 30)) : ask(url, init)
  }`

test('a killed marquee upload: the same command goes on', async () => {
  const name = 'by-command.mp4'
  // 15 parts: however late it is killed, three are not there.
  const file = await makeFile(name, 2 * SIZE)
  const { env } = await currentInstallation()
  const upload = (...before: string[]) =>
    spawn(
      process.execPath,
      [...before, path.join(REPOSITORY, 'apps/cli/dist/bin/marquee.js'), 'upload', file, '--json'],
      {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
  const killed = upload('--import', `data:text/javascript,${encodeURIComponent(TWELVE_PARTS)}`)
  const gone = once(killed, 'exit')
  await untilTwoParts(name)
  killed.kill('SIGKILL')
  await gone
  const left = await uploadOf(name)
  if (!left) throw new Error('The upload is not there')
  expect(left.status).toBe('OPEN')
  expect(left.storedParts.length).toBeLessThan(left.partCount)

  const again = upload()
  let said = ''
  again.stderr.on('data', (chunk) => {
    said += chunk
  })
  expect(await once(again, 'close')).toEqual([0, null])
  expect(said).toContain('Going on where it stopped')
  await expectCompletedOnce(name, left)
})
