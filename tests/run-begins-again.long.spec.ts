import { expect, type Page, test } from '@playwright/test'
import { answerWith, openPlayerPage, play, withoutMediaSource } from './pages/player-page.ts'
import { currentInstallation, type GrowingFilm, growFilm, longSmallClip, readyFilm } from './support/index.ts'

/** Two sets of a film: the run of the first has been given up, with three parts of five. */
let first: GrowingFilm
let second: GrowingFilm

test.beforeEach(async () => {
  const installation = await currentInstallation()
  first = await growFilm(installation)
  second = await growFilm(installation)
  for (const index of [0, 1, 2]) await first.add(index)
})
test.afterEach(() => Promise.all([first.remove(), second.remove()]))

const video = (page: Page) => page.locator('video')
const currentTime = (page: Page) => video(page).evaluate((media: HTMLVideoElement) => media.currentTime)
const state = (page: Page) => page.evaluate(() => window.player.getState())

/** Notes what breaks into a viewing. */
const note = (page: Page) =>
  video(page).evaluate((media: HTMLVideoElement) => {
    window.happened = []
    for (const name of ['seeking', 'emptied', 'pause', 'error'])
      media.addEventListener(name, () => window.happened.push(name))
  })
const happened = (page: Page) => page.evaluate(() => window.happened)

const seek = (page: Page, to: number) =>
  video(page).evaluate(async (media: HTMLVideoElement, seconds) => {
    await media.play()
    media.currentTime = seconds
    await new Promise((resolve) => media.addEventListener('seeked', resolve, { once: true }))
  }, to)

test('who goes back while the next set is made sees the film at once', async ({ page }) => {
  await second.add(0)
  await openPlayerPage(page)
  await play(page, first.address('master.m3u8'), 'first')
  await seek(page, 11)
  const taken = play(page, second.address('master.m3u8'), 'second')
  await expect.poll(async () => (await state(page)).remaking).toBe(true)
  await seek(page, 1)
  await expect.poll(() => currentTime(page), { timeout: 3_000 }).toBeGreaterThan(1.5)
  await note(page)
  for (const index of [1, 2, 3, 4]) await second.add(index)
  await second.finish()
  await taken
  await video(page).evaluate((media: HTMLVideoElement) => {
    media.playbackRate = 4
  })
  await expect.poll(() => currentTime(page), { timeout: 20_000 }).toBeCloseTo(20, 0)
  expect(await happened(page)).toEqual(['pause'])
})

test('a set that is gone altogether is waited for without an error', async ({ page }) => {
  await second.add(0)
  await openPlayerPage(page)
  await play(page, first.address('master.m3u8'), 'first')
  await seek(page, 9)
  const taken = play(page, second.address('master.m3u8'), 'second')
  await expect.poll(async () => (await state(page)).remaking).toBe(true)
  await page.route(`**${new URL(first.address('')).pathname}**`, (route) => route.fulfill({ status: 404 }))
  await expect.poll(() => currentTime(page)).toBeGreaterThan(11.5)
  await page.waitForResponse((response) => response.status() === 404)
  for (const index of [1, 2, 3]) await second.add(index)
  await taken
  await expect.poll(() => currentTime(page)).toBeGreaterThan(13)
  expect((await state(page)).error).toBeNull()
})

test('a set that is gone is not said to be while another one comes, whichever that is', async ({ page }) => {
  const third = await growFilm(await currentInstallation())
  try {
    await third.add(0)
    await second.add(0)
    await openPlayerPage(page)
    await page.evaluate(() => {
      window.happened = []
      window.player.subscribe(() => {
        const { error } = window.player.getState()
        if (error) window.happened.push(error.cause)
      })
    })
    await play(page, first.address('master.m3u8'), 'first')
    await seek(page, 9)
    void play(page, second.address('master.m3u8'), 'second')
    await expect.poll(async () => (await state(page)).remaking).toBe(true)
    let refusals = 0
    await page.route(`**${new URL(first.address('')).pathname}**`, (route) => {
      refusals += 1
      return route.fulfill({ status: 404 })
    })
    // Asked for twice more, it counts as gone.
    await expect.poll(() => refusals).toBeGreaterThanOrEqual(3)
    const taken = play(page, third.address('master.m3u8'), 'third')
    for (const index of [1, 2, 3]) await third.add(index)
    await taken
    await expect.poll(() => currentTime(page)).toBeGreaterThan(13)
    expect((await state(page)).revision).toBe('third')
    expect(await happened(page)).toEqual([])
  } finally {
    await third.remove()
  }
})

test('a film that is gone with both of its sets is said to be, and not waited for any longer', async ({
  page,
}) => {
  await second.add(0)
  await openPlayerPage(page)
  await play(page, first.address('master.m3u8'), 'first')
  await seek(page, 9)
  const taken = play(page, second.address('master.m3u8'), 'second')
  await expect.poll(async () => (await state(page)).remaking).toBe(true)
  for (const film of [first, second])
    await page.route(`**${new URL(film.address('')).pathname}**`, (route) => route.fulfill({ status: 404 }))
  await taken
  expect(await state(page)).toMatchObject({
    ...{ revision: 'first', remaking: false, error: { cause: 'missing', recovers: false } },
  })
})

test('a player that nobody tells asks when its film grows no more, and goes on with the next set', async ({
  page,
}) => {
  for (const index of [0, 1, 2, 3]) await second.add(index)
  await openPlayerPage(page)
  await play(page, first.address('master.m3u8'), 'first')
  await answerWith(page, second.address('master.m3u8'), 'second')
  await seek(page, 9)
  await note(page)
  await expect.poll(async () => (await state(page)).revision, { timeout: 25_000 }).toBe('second')
  await expect.poll(() => currentTime(page)).toBeGreaterThan(13)
  expect(await happened(page)).toEqual([])
  expect((await state(page)).error).toBeNull()
})

test('the browser’s own player waits for the next set, and goes on where the viewer is', async ({ page }) => {
  await second.add(0)
  await withoutMediaSource(page)
  await openPlayerPage(page)
  const plays = await video(page).evaluate((media: HTMLVideoElement) =>
    media.canPlayType('application/vnd.apple.mpegurl'),
  )
  test.skip(plays === '', 'this browser has no player of its own for HLS')
  await play(page, first.address('master.m3u8'), 'first')
  await seek(page, 9)
  const taken = play(page, second.address('master.m3u8'), 'second')
  await expect.poll(async () => (await state(page)).remaking).toBe(true)
  await expect.poll(() => currentTime(page), { timeout: 10_000 }).toBeGreaterThan(11.5)
  expect((await state(page)).engine).toBe('native')
  for (const index of [1, 2, 3]) await second.add(index)
  await taken
  await expect.poll(() => currentTime(page)).toBeGreaterThan(13)
  expect(await currentTime(page)).toBeLessThan(16)
  expect((await state(page)).error).toBeNull()
})

// A film that is ready is asked for by its page no more: what it learns it has asked for as a player.
test('the watch page finds the next set by itself, and says what its viewer waits for', async ({ page }) => {
  await second.add(0)
  const id = await readyFilm(await longSmallClip())
  const again = 'madeagain'
  await page.route(/\/v\/[^/]+\/[^/]+\/[^/]+\/.*\.(m3u8|mp4|m4s)$/, (route) => {
    const [, revision, name = ''] = /\/v\/[^/]+\/[^/]+\/([^/]+)\/(.+)$/.exec(route.request().url()) ?? []
    return route.continue({ url: (revision === again ? second : first).address(name) })
  })
  const answers = ['between', 'remade']
  await page.route('**/graphql', async (route) => {
    const response = await route.fetch()
    const { data } = await response.json()
    // Of what the page asks, how the film stands alone names its playback.
    if (!data?.video?.playback) return route.fulfill({ response })
    const { playback, ...rest } = data.video
    const remade = { ...playback, revision: again, hls: playback.hls.replace(playback.revision, again) }
    const answer =
      answers.shift() === 'between'
        ? { ...rest, status: 'PROCESSING', playback: null }
        : { ...rest, status: 'READY', playback: remade }
    await route.fulfill({ response, json: { data: { ...data, video: answer } } })
  })
  await page.goto(`/watch/${id}?t=8`)
  const player = page.locator('[data-player]')
  await expect(page.getByText('Still being processed')).toBeVisible({ timeout: 20_000 })
  await note(page)
  const words = page.getByRole('status').getByText('Being prepared again')
  await expect(words).toBeVisible({ timeout: 25_000 })
  expect(await currentTime(page)).toBeCloseTo(12, 0)
  for (const index of [1, 2, 3]) await second.add(index)
  await expect(player).toHaveAttribute('data-revision', again)
  await expect(player).toHaveAttribute('data-state', 'playing')
  await expect(words).toBeHidden()
  expect(await currentTime(page)).toBeLessThan(16)
  expect(await happened(page)).toEqual([])
})
