import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { footageOr, longSmallClip, readyFilm } from './support/index.ts'
import { cameraClip } from './support/stand-ins/good-clips.ts'

/** Opens a film once it can be played. */
async function watch(page: Page, file: string): Promise<void> {
  await page.goto(`/watch/${await readyFilm(file)}`)
  await expect(page.locator('[data-player]')).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
}

const time = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)
const isPaused = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.paused)

test('the whole player works from the keyboard', async ({ page }) => {
  await watch(page, await footageOr('car-detection.mp4', cameraClip))
  await page.keyboard.press('k')
  await expect.poll(() => isPaused(page)).toBe(true)
  await page.keyboard.press('5')
  await expect.poll(() => time(page)).toBeCloseTo(15.1, 0)
  await page.keyboard.press('l')
  await expect.poll(() => time(page)).toBeCloseTo(25.1, 0)
  await page.keyboard.press('j')
  await expect.poll(() => time(page)).toBeCloseTo(15.1, 0)
  await page.keyboard.press('m')
  expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.muted)).toBe(true)
  await page.keyboard.press('Shift+>')
  expect(
    await page.locator('video').evaluate((video: HTMLVideoElement) => video.playbackRate),
  ).toBeGreaterThan(1)
  await page.keyboard.press('k')
  await expect.poll(() => isPaused(page)).toBe(false)
})

test('a lost connection is named, and playing goes on when it is back', async ({ page, context }) => {
  // Back with the press and not before: the player asks again by itself too.
  const isBack = () => page.evaluate(() => Reflect.get(window, 'isBack') === true)
  await context.route(/\/\d{2}\.m4s$/, async (route) =>
    (await isBack()) ? route.continue() : route.abort('internetdisconnected'),
  )
  await watch(page, await longSmallClip())
  const player = page.locator('[data-player]')
  // The elements of the controls come behind the first picture, and can be focused once they are there.
  const control = player.locator('media-mute-button[tabindex]')
  await control.focus()
  await page.keyboard.press('9')
  await expect(player).toHaveAttribute('data-error', /.+/, { timeout: 60_000 })
  // What is said is the words alone, and who was at the controls is at what covers them.
  await expect(player.getByRole('alert')).toContainText('The connection is lost')
  await expect(player.getByRole('alert').getByRole('button')).toHaveCount(0)
  const again = page.getByRole('button', { name: 'Try again' })
  await expect(again).toBeFocused()
  const { violations } = await new AxeBuilder({ page }).include('[data-player]').setLegacyMode(true).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await again.evaluate((button) => {
    button.addEventListener('keydown', () => Object.assign(window, { isBack: true }), { once: true })
  })
  await again.press('Enter')
  await expect(again).toBeHidden()
  await expect(control).toBeFocused()
  await expect.poll(() => time(page), { timeout: 30_000 }).toBeGreaterThan(109)
})

test('pointing at the time line shows a picture of that moment', async ({ page }) => {
  await watch(page, await longSmallClip())
  const player = page.locator('[data-player]')
  await player.hover()
  const line = player.locator('media-time-range')
  const sprite = page.waitForResponse(/storyboard-\d+\.jpg/)
  await line.hover()
  expect((await sprite).status()).toBe(200)
})
