import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { footageOr, REPOSITORY } from './support/index.ts'
import {
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

test('the studio says what is wrong with each film, and what to do', async ({ page }) => {
  const messages = await readFile(path.join(REPOSITORY, 'apps/web/messages/en.json'), 'utf8')
  const { failures } = JSON.parse(messages) as { failures: Record<string, string> }
  const hostile = [
    ['SOURCE_TRUNCATED', await footageOr('zoo/d_sintel_truncated.mkv', halfOfMatroska)],
    ['SOURCE_UNREADABLE', await randomBytes()],
    ['SOURCE_PLAYLIST', await playlistNamedMp4()],
    ['SOURCE_NO_VIDEO', await soundOnly()],
  ] as const
  await signInAs(page, 'creator')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles(hostile.map(([, file]) => file))
  // Of these uploads: the list beneath may show others that failed alike.
  const rows = page.getByRole('region', { name: /upload/i }).getByRole('listitem')
  for (const [code, file] of hostile) {
    const row = rows.filter({ hasText: path.basename(file) })
    await expect(row).toContainText(failures[code] ?? code, { timeout: 60_000 })
  }
})
