import { expect, type Page, test } from '@playwright/test'
import { openDashPage, openPlayerPage, play } from './pages/player-page.ts'
import { codecClip, currentInstallation, signIn, untilStatus, uploadFile } from './support/index.ts'

let set: string

test.beforeAll(async () => {
  test.setTimeout(240_000)
  const creator = await signIn(await currentInstallation())
  const { videoId } = await uploadFile(creator, await codecClip(), 'PUBLIC', 'premium')
  set = await untilStatus(creator, videoId, ['READY'])
})

/** Lets the device say that it decodes one codec well, and all others not at all. */
async function decodeOnly(page: Page, codec: string): Promise<void> {
  await page.addInitScript((only) => {
    navigator.mediaCapabilities.decodingInfo = async ({ video }) => {
      const supported = video?.contentType.includes(only) ?? true
      return { supported, smooth: supported, powerEfficient: supported } as MediaCapabilitiesDecodingInfo
    }
  }, codec)
}

/** Four letters of every codec whose segments the page asked for. */
function codecsFetched(page: Page): Set<string> {
  const found = new Set<string>()
  page.on('request', (request) => {
    const [, codec] = /\/(hevc|vp9|av1|)\d+p\/\d+\.m4s/.exec(request.url()) ?? []
    if (codec !== undefined) found.add(codec || 'h264')
  })
  return found
}

const video = (page: Page) => page.locator('video')

/** Answers the size of its last picture. */
async function watchToTheEnd(page: Page): Promise<[number, number]> {
  await video(page).evaluate((media: HTMLVideoElement) => media.play())
  await expect
    .poll(() => video(page).evaluate((media: HTMLVideoElement) => media.ended), { timeout: 20_000 })
    .toBe(true)
  return video(page).evaluate(({ videoWidth, videoHeight }: HTMLVideoElement) => [videoWidth, videoHeight])
}

for (const [codec, name] of [
  ['avc1', 'h264'],
  ['vp09', 'vp9'],
  ['av01', 'av1'],
] as const) {
  test(`our player plays ${name} to its end where the device decodes that well, and lists each size once`, async ({
    page,
  }) => {
    await decodeOnly(page, codec)
    const fetched = codecsFetched(page)
    await openPlayerPage(page)
    await play(page, set, 'premium')
    expect(await watchToTheEnd(page)).toEqual([640, 360])
    const heights = await page.evaluate(() => window.player.getState().qualities.map(({ height }) => height))
    expect(heights.length).toBeGreaterThan(0)
    expect(new Set(heights).size).toBe(heights.length)
    expect([...fetched]).toEqual([name])
    expect(await page.evaluate(() => window.player.getState().error)).toBeNull()
  })
}

test('Shaka plays the manifest to its end, in whichever codecs it takes', async ({ page }) => {
  const fetched = codecsFetched(page)
  await openDashPage(page)
  await page.evaluate((manifest) => window.dash.load(manifest, 0), set.replace('master.m3u8', 'manifest.mpd'))
  // Which size it takes of a film of a few seconds depends on how fast the first of them came.
  const [, height] = await watchToTheEnd(page)
  expect([360, 240]).toContain(height)
  expect(fetched.size).toBeGreaterThan(0)
})
