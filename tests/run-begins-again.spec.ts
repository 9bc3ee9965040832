import { expect, type Page, test } from '@playwright/test'
import { openPlayerPage, play } from './pages/player-page.ts'
import { currentInstallation, type GrowingFilm, growFilm } from './support/index.ts'

/** Two sets of a film: the run of the first has been given up, with three parts of five. */
let first: GrowingFilm
let second: GrowingFilm

test.beforeEach(async () => {
  const installation = await currentInstallation()
  first = await growFilm(installation)
  second = await growFilm(installation)
  for (const index of [0, 1, 2]) await first.add(index)
  await second.add(0)
})
test.afterEach(() => Promise.all([first.remove(), second.remove()]))

const facts = (page: Page) =>
  page.locator('video').evaluate(({ currentTime, readyState }: HTMLVideoElement) => {
    const { error, remaking, swaps } = window.player.getState()
    return { currentTime, stands: readyState < HTMLMediaElement.HAVE_FUTURE_DATA, error, remaking, swaps }
  })

/** At the end of what the first set has; it may stand for a moment before, on a machine with other work. */
async function standsAtTheEdge(page: Page): Promise<boolean> {
  const { stands, currentTime } = await facts(page)
  return stands && Math.abs(currentTime - 12) < 0.2
}

test('who watches a film whose run begins again goes on from the same moment', async ({ page }) => {
  await openPlayerPage(page)
  await play(page, first.address('master.m3u8'), 'first')
  await page.locator('video').evaluate(async (media: HTMLVideoElement) => {
    window.happened = []
    media.playbackRate = 2
    await media.play()
    media.currentTime = 9
    await new Promise((resolve) => media.addEventListener('seeked', resolve, { once: true }))
    for (const name of ['emptied', 'pause', 'error'])
      media.addEventListener(name, () => window.happened.push(name))
    // Over the few milliseconds between two sets hls.js may step; nobody sees that.
    let shown = media.currentTime
    media.addEventListener('timeupdate', () => {
      shown = media.currentTime
    })
    media.addEventListener('seeking', () => {
      if (Math.abs(media.currentTime - shown) > 0.5) window.happened.push('seeking')
    })
  })
  const taken = play(page, second.address('master.m3u8'), 'second')
  await expect.poll(() => standsAtTheEdge(page)).toBe(true)
  expect(await facts(page)).toMatchObject({
    ...{ error: null, remaking: true, swaps: { seamless: 0, reloaded: 0 } },
  })
  for (const index of [1, 2, 3]) await second.add(index)
  await taken
  await expect.poll(async () => (await facts(page)).currentTime).toBeGreaterThan(13)
  expect(await facts(page)).toMatchObject({
    ...{ error: null, remaking: false, swaps: { seamless: 1, reloaded: 0 } },
  })
  expect(await page.evaluate(() => window.happened)).toEqual([])
})
