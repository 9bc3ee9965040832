import { randomInt } from 'node:crypto'
import { seededRandom } from '@marquee/service/testing'
import { expect, type Page, test } from '@playwright/test'
import { openPlayerPage, play } from './pages/player-page.ts'
import { currentInstallation, shortMainClip, signIn, untilStatus, uploadFile } from './support/index.ts'

const ROUNDS = 40
/** What a failed run printed: the same moments again. */
const seed = Number(process.env.MARQUEE_SEED ?? randomInt(2 ** 31))

let early: string
let ladder: string

test.beforeAll(async () => {
  test.setTimeout(240_000)
  console.log(`MARQUEE_SEED=${seed}`)
  const creator = await signIn(await currentInstallation())
  const { videoId } = await uploadFile(creator, await shortMainClip())
  early = await untilStatus(creator, videoId, ['PLAYABLE'])
  ladder = await untilStatus(creator, videoId, ['READY'])
})

/** Resolves once the film has come this much further, in seconds, over its end if need be. */
function watch(page: Page, seconds: number): Promise<void> {
  return page.locator('video').evaluate(async (media: HTMLVideoElement, wanted) => {
    let [seen, last] = [0, media.currentTime]
    while (seen < wanted) {
      await new Promise((resolve) => media.addEventListener('timeupdate', resolve, { once: true }))
      seen += Math.max(0, media.currentTime - last)
      last = media.currentTime
    }
  }, seconds)
}

const frames = (page: Page) => () =>
  page
    .locator('video')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)

for (let round = 0; round < ROUNDS; round++) {
  test(`change ${round}: the set changes, a quality is chosen, and the film that starts over plays on`, async ({
    page,
  }) => {
    test.info().annotations.push({ type: 'MARQUEE_SEED', description: String(seed) })
    const random = seededRandom(seed + round)
    const [at, before, after] = [random() * 23, random() * 3, random() * 4] as const
    const height = [240, 360, 480, 720][Math.floor(random() * 4)] ?? 720
    await openPlayerPage(page)
    await play(page, early, 'early')
    await page.locator('video').evaluate(async (media: HTMLVideoElement, seconds) => {
      media.loop = true
      await media.play()
      media.currentTime = seconds
      await new Promise((resolve) => media.addEventListener('seeked', resolve, { once: true }))
    }, at)
    await watch(page, before)
    await play(page, ladder, 'ladder')
    await watch(page, after)
    await page.evaluate((choice) => window.player.choose(choice), `${height}p` as const)
    const shown = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.videoHeight)
    await expect.poll(shown, { timeout: 30_000 }).toBe(height)
    const chosen = await frames(page)()
    await expect.poll(frames(page), { timeout: 15_000 }).toBeGreaterThan(chosen + 50)
  })
}
