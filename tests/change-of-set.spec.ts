import { expect, type Page, test } from '@playwright/test'
import { openPlayerPage, play } from './pages/player-page.ts'
import { currentInstallation, shortMainClip, signIn, untilStatus, uploadFile } from './support/index.ts'

let early: string
let ladder: string

test.beforeAll(async () => {
  test.setTimeout(240_000)
  const creator = await signIn(await currentInstallation())
  const { videoId } = await uploadFile(creator, await shortMainClip())
  early = await untilStatus(creator, videoId, ['PLAYABLE'])
  ladder = await untilStatus(creator, videoId, ['READY'])
})

const video = (page: Page) => page.locator('video')

/** Starts the early set, and resolves once the viewer is there. */
async function watchEarlySet(page: Page, at: number): Promise<void> {
  await openPlayerPage(page)
  await play(page, early, 'early')
  await video(page).evaluate(async (media: HTMLVideoElement, seconds) => {
    await media.play()
    media.currentTime = seconds
    await new Promise((resolve) => media.addEventListener('seeked', resolve, { once: true }))
  }, at)
}

/** What is shown, by its height in pixels. */
const shownHeight = (page: Page) => () => video(page).evaluate((media: HTMLVideoElement) => media.videoHeight)

for (const at of [18, 20, 22]) {
  test(`a film whose set changes at second ${at} of 24 runs to its end`, async ({ page }) => {
    await watchEarlySet(page, at)
    await play(page, ladder, 'ladder')
    await expect
      .poll(() => video(page).evaluate((media: HTMLVideoElement) => media.ended), { timeout: 20_000 })
      .toBe(true)
    expect(await page.evaluate(() => window.player.getState().error)).toBeNull()
  })
}

test('a quality that is chosen while the next set takes over is shown', async ({ page }) => {
  await watchEarlySet(page, 8)
  let choose = () => {}
  const chosen = new Promise<void>((resolve) => {
    choose = resolve
  })
  await page.route('**/*.m4s', async (route) => {
    await chosen
    await route.continue()
  })
  const held = page.waitForRequest('**/*.m4s')
  await play(page, ladder, 'ladder')
  await held
  await page.evaluate(() => window.player.choose('360p'))
  choose()
  await expect.poll(shownHeight(page), { timeout: 20_000 }).toBe(360)
  expect(await page.evaluate(() => window.player.getState().swaps)).toEqual({ seamless: 1, reloaded: 0 })
})

// The ladder's segment at second 16 cuts a GOP of the early set short: some pictures before it go, and the decoder meets a hole.
test('a film plays on over the hole between two sets', async ({ page }) => {
  await watchEarlySet(page, 13.8)
  await play(page, ladder, 'ladder')
  await page.evaluate(() => window.player.choose('720p'))
  await expect.poll(shownHeight(page), { timeout: 20_000 }).toBe(720)
})
