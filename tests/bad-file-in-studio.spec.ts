import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { footageOr, REPOSITORY } from './support/index.ts'
import {
  halfOfFastStartMp4,
  halfOfMatroska,
  playlistNamedMp4,
  randomBytes,
  soundOnly,
} from './support/stand-ins/hostile-files.ts'

test('the studio refuses an empty file in words, before anything is sent', async ({ page }) => {
  await signInAs(page, 'creator')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles({ name: 'nothing.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) })
  await expect(page.getByText('This file is empty. Choose another one.').first()).toBeVisible()
})

const upload = async (page: Page, button: string, files: string | string[]) => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: button }).first().click()
  await (await chooser).setFiles(files)
}

async function wordsOfFailures(): Promise<Record<string, string>> {
  const messages = await readFile(path.join(REPOSITORY, 'apps/web/messages/en.json'), 'utf8')
  return JSON.parse(messages).failures
}

/** Of these uploads: the list beneath may show others that failed alike. */
const dockRows = (page: Page) => page.getByRole('region', { name: /upload/i }).getByRole('listitem')

test('the studio says what is wrong with each film, and what to do', async ({ page }) => {
  const failures = await wordsOfFailures()
  const hostile = [
    ['SOURCE_TRUNCATED', await footageOr('zoo/d_sintel_truncated.mkv', halfOfMatroska)],
    ['SOURCE_UNREADABLE', await randomBytes()],
    ['SOURCE_PLAYLIST', await playlistNamedMp4()],
    ['SOURCE_NO_VIDEO', await soundOnly()],
  ] as const
  await signInAs(page, 'creator')
  await upload(
    page,
    'Upload',
    hostile.map(([, file]) => file),
  )
  const rows = dockRows(page)
  for (const [code, file] of hostile) {
    const row = rows.filter({ hasText: path.basename(file) })
    await expect(row).toContainText(failures[code] ?? code, { timeout: 60_000 })
  }
})

test('a film that breaks half-way is published up to there, and says so wherever it is ready', async ({
  page,
}) => {
  const failures = await wordsOfFailures()
  const why = failures.SOURCE_TRUNCATED ?? ''
  await signInAs(page, 'creator', '/studio/channel/pipelines')
  await page.getByRole('radio', { name: /^until-damage/ }).check()
  await upload(page, 'Upload a file with «until-damage»', await halfOfFastStartMp4())
  const dock = dockRows(page)
  await expect(dock).toContainText(/Ready, but ends early at 0:0\d/, { timeout: 60_000 })
  await expect(dock).toContainText(why)
  await expect(page.getByRole('status').filter({ hasText: 'is ready, but ends early' })).toBeAttached()

  await dock.getByRole('link', { name: 'half-fast-start' }).click()
  await expect(page).toHaveURL(/\/studio\/videos\//)
  const id = page.url().split('/').at(-1)
  const alert = page.getByRole('alert').filter({ hasText: 'where its file breaks' })
  await expect(alert).toContainText(why)
  await expect(alert.getByRole('button')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Upload the whole file' })).toBeVisible()

  await page.goto('/studio')
  const row = page.locator(`[data-video="vid_${id}"]`)
  await expect(row.getByText('Ready, but ends early')).toBeVisible()
  await expect(row.getByText(why)).toBeVisible()

  await page.goto(`/watch/${id}`)
  await expect(page.getByRole('main').getByText(why)).toBeVisible()
  const length = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.duration)
  await expect.poll(length).toBeGreaterThanOrEqual(4)
  expect(await length()).toBeLessThan(6)
})
