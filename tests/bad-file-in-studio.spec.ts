import { expect, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { footageOr } from './support/index.ts'
import { halfOfMatroska } from './support/stand-ins/hostile-files.ts'

test('the studio refuses an empty file in words, before anything is sent', async ({ page }) => {
  await signInAs(page, 'creator')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles({ name: 'nothing.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) })
  await expect(page.getByText('This file is empty. Choose another one.').first()).toBeVisible()
})

test('the studio says what is wrong with a truncated film and what to do', async ({ page }) => {
  const file = await footageOr('zoo/d_sintel_truncated.mkv', halfOfMatroska)
  await signInAs(page, 'creator')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles(file)
  await expect(page.getByText(/This file ends early/).first()).toBeVisible({ timeout: 60_000 })
})
