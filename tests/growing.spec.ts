import { expect, type Page, test } from '@playwright/test'
import { openDashPage, openPlayerPage, play, withoutMediaSource } from './pages/player-page.ts'
import {
  countFrames,
  currentInstallation,
  type GrowingFilm,
  growFilm,
  longSmallClip,
  probe,
  readyFilm,
} from './support/index.ts'

let film: GrowingFilm

test.beforeEach(async () => {
  film = await growFilm(await currentInstallation())
})
test.afterEach(() => film.remove())

declare global {
  interface Window {
    /** What has happened to the element since it was watched. */
    happened: string[]
  }
}

/**
 * Notes what breaks into a viewing, and starts it, at twice its speed: nothing here is about how long a film takes.
 *
 * @returns the second at which it began
 */
async function watch(page: Page): Promise<number> {
  return page.locator('video').evaluate(async (media: HTMLVideoElement) => {
    window.happened = []
    media.playbackRate = 2
    await media.play()
    for (const name of ['seeking', 'emptied', 'pause', 'error'])
      media.addEventListener(name, () => window.happened.push(name))
    return media.currentTime
  })
}

const facts = (page: Page) =>
  page.locator('video').evaluate(({ currentTime, readyState, ended, paused }: HTMLVideoElement) => ({
    currentTime,
    ended,
    paused,
    // HAVE_FUTURE_DATA: less is a picture that stands.
    stands: readyState < 3,
  }))

/** It may stand for a moment before, on a machine with other work. */
async function standsAt(page: Page, second: number): Promise<boolean> {
  const { stands, currentTime } = await facts(page)
  return stands && Math.abs(currentTime - second) < 0.2
}

/** Follows a film that begins with three of its five parts, until its end: for HLS and DASH alike. */
async function followToTheEnd(page: Page): Promise<void> {
  expect(await watch(page)).toBeLessThan(4)
  await expect.poll(() => standsAt(page, 12), { timeout: 30_000 }).toBe(true)
  expect((await facts(page)).paused).toBe(false)
  await film.add(4)
  await film.add(3)
  await film.finish()
  await expect.poll(async () => (await facts(page)).ended, { timeout: 30_000 }).toBe(true)
  expect((await facts(page)).currentTime).toBeCloseTo(20, 0)
}

const growing = (page: Page) => page.evaluate(() => window.player.getState().growing)

/** At the end, a browser pauses; nothing else has happened. */
const happened = (page: Page) => page.evaluate(() => window.happened)

test('our player starts a film that is being made, waits for it, and goes on to its end', async ({
  page,
}) => {
  for (const index of [2, 0, 1, 0]) await film.add(index)
  await openPlayerPage(page)
  await play(page, film.address('master.m3u8'), 'growing')
  await expect.poll(() => growing(page)).toBe(true)
  await followToTheEnd(page)
  expect(await growing(page)).toBe(false)
  expect(await happened(page)).toEqual(['pause'])
  const { error, swaps, revision } = await page.evaluate(() => window.player.getState())
  expect({ error, swaps, revision }).toEqual({
    error: null,
    swaps: { seamless: 0, reloaded: 0 },
    revision: 'growing',
  })
})

test('the browser’s own player goes on where it took the end of what is made for the end', async ({
  page,
}) => {
  for (const index of [0, 1, 2]) await film.add(index)
  await withoutMediaSource(page)
  await openPlayerPage(page)
  await play(page, film.address('master.m3u8'), 'growing')
  await watch(page)
  await expect.poll(async () => (await facts(page)).ended, { timeout: 30_000 }).toBe(true)
  expect((await facts(page)).currentTime).toBeCloseTo(12, 0)
  await expect.poll(() => growing(page)).toBe(true)
  for (const index of [3, 4]) await film.add(index)
  await film.finish()
  await expect.poll(async () => (await facts(page)).currentTime, { timeout: 30_000 }).toBeCloseTo(20, 0)
  await expect.poll(() => growing(page)).toBe(false)
  const { engine, error } = await page.evaluate(() => window.player.getState())
  expect({ engine, error }).toEqual({ engine: 'native', error: null })
})

test('Shaka starts a film that is being made, waits for it, and goes on to its end', async ({ page }) => {
  for (const index of [1, 2, 2, 0]) await film.add(index)
  await openDashPage(page)
  await page.evaluate((manifest) => window.dash.load(manifest, 0), film.address('manifest.mpd'))
  expect(await page.evaluate(() => window.dash.isLive())).toBe(true)
  await followToTheEnd(page)
  expect(await happened(page)).toEqual(['pause'])
  expect(await page.evaluate(() => window.dash.isLive())).toBe(false)
  // A sound that nobody could choose while the film grew stands in its last manifest.
  expect(await (await page.request.get(film.address('manifest.mpd'))).text()).toContain('id="surround"')
})

test('our player starts with the only rendition that is there, and takes a better one when it is', async ({
  page,
}) => {
  await film.add(0, ['240p'])
  await openPlayerPage(page)
  await play(page, film.address('master.m3u8'), 'growing')
  await watch(page)
  const height = () => page.locator('video').evaluate((media: HTMLVideoElement) => media.videoHeight)
  expect(await height()).toBe(240)
  for (const index of [0, 1, 2]) await film.add(index)
  await expect.poll(height, { timeout: 20_000 }).toBe(360)
  expect(await happened(page)).toEqual([])
})

test('the watch page says what a viewer waits for who has seen all that is there', async ({ page }) => {
  const id = await readyFilm(await longSmallClip())
  for (const index of [0, 1, 2]) await film.add(index)
  // The page asks for the streams of a film that is ready, and is given those of one that is being made.
  await page.route(/\/v\/[^/]+\/[^/]+\/[^/]+\/.*\.(m3u8|mp4|m4s)$/, (route) => {
    const [, name = ''] = /\/v\/[^/]+\/[^/]+\/[^/]+\/(.+)$/.exec(route.request().url()) ?? []
    return route.continue({ url: film.address(name) })
  })
  await page.goto(`/watch/${id}?t=8`)
  const player = page.locator('[data-player]')
  const words = page.getByText('Still being processed')
  await expect(player).toHaveAttribute('data-growing', 'true')
  await expect(words).toBeVisible({ timeout: 30_000 })
  await expect(player).toHaveAttribute('data-state', 'buffering')
  // Eight seconds in which it plays, and both may be looked at.
  for (const index of [3, 4]) await film.add(index)
  await expect(player).toHaveAttribute('data-state', 'playing')
  await expect(words).toBeHidden()
})

test('ffprobe reads a film that is being made, and one that is', async () => {
  await film.add(0)
  for (const name of ['master.m3u8', 'manifest.mpd', '240p.m3u8']) {
    const { streams } = await probe(film.address(name))
    expect(streams.find(({ codec_type }) => codec_type === 'video')?.codec_name).toBe('h264')
  }
  for (const index of [1, 2, 3, 4]) await film.add(index)
  // While it grows one sound is offered; HLS has a variant of each size for each sound (RFC 8216 §4.3.4.2).
  const one = ['aac', 'h264', 'h264']
  const composed = { kept: /^public, max-age=1$/, hls: one, dash: one }
  const stored = {
    kept: /immutable/,
    hls: ['aac', 'aac', 'h264', 'h264', 'h264', 'h264'],
    dash: ['aac', 'aac', 'h264', 'h264'],
  }
  for (const { kept, hls, dash } of [composed, stored]) {
    if (kept === stored.kept) await film.finish()
    await expect.poll(() => manifest(film)).toEqual({ isStatic: true, caching: expect.stringMatching(kept) })
    for (const [name, codecs] of [
      ['master.m3u8', hls],
      ['manifest.mpd', dash],
    ] as const) {
      const { format, streams } = await probe(film.address(name))
      expect(Number(format.duration)).toBeCloseTo(20, 0)
      expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(codecs)
    }
    expect(await countFrames(film.address('360p.m3u8'))).toBe(500)
  }
})

async function manifest({ address }: GrowingFilm): Promise<{ isStatic: boolean; caching: string | null }> {
  const answer = await fetch(address('manifest.mpd'))
  const isStatic = (await answer.text()).includes('type="static"')
  return { isStatic, caching: answer.headers.get('cache-control') }
}
