import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { shortMainClip } from './support/index.ts'

const frames = (page: Page) =>
  page
    .locator('video')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)

test('a creator uploads a film, browses meanwhile, watches it early, and picks a quality', async ({
  page,
}) => {
  test.setTimeout(300_000)
  const clip = await shortMainClip()
  await signInAs(page, 'creator')

  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles(clip)
  const dock = page.getByRole('region', { name: /upload/i })
  await expect(dock).toBeVisible()

  // Browsing away must not stop the upload: the dock stays, and the list tells the truth when we return.
  await page.getByRole('link', { name: 'Marquee, home' }).click()
  await expect(page).toHaveURL(/\/$/)
  await expect(dock).toBeVisible()
  const watch = dock.getByRole('link', { name: 'Watch' })
  await expect(watch).toBeVisible({ timeout: 60_000 })

  await page.goto('/studio')
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('img', { name: /1080p/ }) })
    .first()
  await expect(row).toContainText('Plays already')
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/studio\/videos\//)
  await page.getByRole('textbox', { name: 'Title' }).fill('Big Buck Bunny 🐰')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Everything is saved.')).toBeVisible()
  for (const quality of ['1080p', '720p', '480p', '360p', '240p']) {
    await expect(page.getByText(quality, { exact: true }).first()).toBeVisible()
  }

  await page.getByRole('link', { name: 'Watch' }).first().click()
  await expect(page).toHaveURL(/\/watch\/[0-9A-Za-z]{11}$/)
  await expect(page.getByRole('heading', { name: 'Big Buck Bunny 🐰' })).toBeVisible()
  const player = page.locator('[data-player]')
  await expect.poll(() => frames(page), { timeout: 30_000 }).toBeGreaterThan(10)
  const early = await player.getAttribute('data-revision')

  // The ladder replaces the first set under a playing film: time goes on, nothing is loaded anew.
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.loop = true
    video.dataset.loads = '0'
    for (const event of ['emptied', 'loadstart']) {
      video.addEventListener(event, () => {
        video.dataset.loads = `${Number(video.dataset.loads) + 1}`
      })
    }
  })
  await expect(player).not.toHaveAttribute('data-revision', early ?? '', { timeout: 180_000 })
  const swappedAt = await frames(page)
  await expect.poll(() => frames(page)).toBeGreaterThan(swappedAt + 10)
  await expect(page.locator('video')).toHaveAttribute('data-loads', '0')
  await expect(player).toHaveAttribute('data-swaps-seamless', '1')
  await expect(player).toHaveAttribute('data-swaps-reloaded', '0')

  const openMenu = async () => {
    await player.hover()
    await player.locator('[data-control="quality"]').click()
  }
  const choose = async (quality: string, height: number) => {
    await page.locator(`[role^="menuitem"][data-quality="${quality}"]`).click()
    await expect(player).toHaveAttribute('data-height', `${height}`, { timeout: 30_000 })
    const shown = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.videoHeight)
    await expect.poll(shown, { timeout: 30_000 }).toBe(height)
  }
  await openMenu()
  for (const choice of ['1080p', '720p', '480p', '360p', '240p', 'auto']) {
    await expect(page.locator(`[role^="menuitem"][data-quality="${choice}"]`)).toBeVisible()
  }
  await choose('360p', 360)

  // In the last segment nothing is left to load: the choice holds for the film that starts over.
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.currentTime = video.duration - 3
  })
  await openMenu()
  await choose('240p', 240)
})
