import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { bareSong, coveredSong } from './support/stand-ins/good-sounds.ts'

const SECONDS = 40

// A colour on its way from light to dark is neither.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

const player = (page: Page) => page.locator('[data-player]')
const time = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)

/** Sends a sound through «audio» for this one time, and opens its page from the dock once it plays. */
async function publishSound(page: Page, file: string): Promise<void> {
  await signInAs(page, 'creator', '/studio/channel/pipelines')
  await page.getByRole('radio', { name: /^audio/ }).check()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Upload a file with «audio»' }).click()
  await (await chooser).setFiles(file)
  const dock = page.getByRole('region', { name: /upload/i })
  await dock.getByRole('link', { name: 'Watch' }).click({ timeout: 90_000 })
  await expect(page).toHaveURL(/\/watch\/[0-9A-Za-z]{11}$/)
  await expect(player(page)).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
}

/** What is shown at a place of the picture, as of 1280×720: red, green and blue. */
function colourAt(page: Page, left: number, top: number): Promise<[number, number, number]> {
  return page.locator('video').evaluate(
    (video: HTMLVideoElement, at) => {
      const context = new OffscreenCanvas(1280, 720).getContext('2d')
      context?.drawImage(video, 0, 0, 1280, 720)
      const [red = 0, green = 0, blue = 0] = context?.getImageData(at.left, at.top, 1, 1).data ?? []
      return [red, green, blue] as [number, number, number]
    },
    { left, top },
  )
}

/** The picture may stand half a second beyond the sound, of which a player that is sent to the middle goes by half. */
const NEAR = 0.5

async function expectPlayedByKeys(page: Page): Promise<void> {
  const offFrom = async (seconds: number) => Math.abs((await time(page)) - seconds)
  await page.keyboard.press('k')
  await expect(player(page)).toHaveAttribute('data-state', 'paused')
  await page.keyboard.press('5')
  await expect.poll(() => offFrom(SECONDS / 2)).toBeLessThan(NEAR)
  await page.keyboard.press('l')
  await expect.poll(() => offFrom(SECONDS / 2 + 10)).toBeLessThan(NEAR)
  await page.keyboard.press('j')
  await expect.poll(() => offFrom(SECONDS / 2)).toBeLessThan(NEAR)
  await page.keyboard.press('k')
  await expect.poll(() => time(page)).toBeGreaterThan(SECONDS / 2 + 1 + NEAR)
  // Sound is decoded: a clock that runs is not enough.
  expect(
    await page.locator('video').evaluate((video) => Reflect.get(video, 'webkitAudioDecodedByteCount')),
  ).toBeGreaterThan(10_000)
}

async function expectClean(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1280, 'dark'],
    [1280, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id }) => id),
      `${width} px, ${colorScheme}`,
    ).toEqual([])
    await test
      .info()
      .attach(`${width}-${colorScheme}`, { body: await page.screenshot(), contentType: 'image/png' })
  }
}

test('a song with a cover is heard while its cover is shown', async ({ page }) => {
  test.setTimeout(240_000)
  await publishSound(page, await coveredSong(SECONDS))
  await expectPlayedByKeys(page)
  const [red, , blue] = await colourAt(page, 640, 360)
  expect(red - blue).toBeGreaterThan(100)
  await expectClean(page)
})

test('a recording without a cover is heard while its shape is shown', async ({ page }) => {
  test.setTimeout(240_000)
  await publishSound(page, await bareSong(SECONDS))
  await expectPlayedByKeys(page)
  // Bars in the bulb's amber on the dark wall.
  const [red, , blue] = await colourAt(page, 632, 360)
  expect(red - blue).toBeGreaterThan(60)
  expect(Math.max(...(await colourAt(page, 20, 360)))).toBeLessThan(60)
  await expectClean(page)
})
