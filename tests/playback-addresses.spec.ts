import { expect, type Page, type Request, test } from '@playwright/test'
import {
  type Client,
  client,
  longSmallClip,
  type OwnSystem,
  signIn,
  startOwnSystem,
  untilStatus,
  uploadFile,
} from './support/index.ts'

/** Addresses live 16 to 18 s here: what takes half a day elsewhere happens in this test. */
const LIFE_S = 16

let system: OwnSystem
let creator: Client
let videoId = ''
/** Paused before the other tests, and asleep while they run; `since` is when (performance.now()). */
let asleep: { page: Page; seen: ReturnType<typeof observe>; since: number }

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  system = await startOwnSystem({ env: { PLAYBACK_TOKEN_SECONDS: String(LIFE_S) } })
  creator = await signIn(system)
  ;({ videoId } = await uploadFile(creator, await longSmallClip()))
  await untilStatus(creator, videoId, ['READY'])
  asleep = await fallAsleep(await browser.newPage())
})
test.afterAll(async () => {
  await asleep?.page.close()
  await system.stop()
})

/** Opens the film at a moment and waits until it runs. */
async function watch(page: Page, at = '0s'): Promise<void> {
  await page.goto(`${system.env.PUBLIC_WEB_URL}/watch/${videoId.replace('vid_', '')}?t=${at}`)
  await expect(page.locator('[data-player]')).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
}

/** What the page asks of the edge: tokens of segments as they were sent, and refusals. */
function observe(page: Page) {
  const tokens = new Set<string>()
  let refused = 0
  page.on('request', (request: Request) => {
    const [, token] = /\/v\/([^/]+)\/.*\.m4s/.exec(request.url()) ?? []
    if (token) tokens.add(token)
  })
  page.on('response', (response) => {
    if (response.status() === 403) refused += 1
  })
  return { tokens, refused: () => refused }
}

/** Pauses a film for a night in which no timer of the page gets an answer. */
async function fallAsleep(page: Page): Promise<typeof asleep> {
  const seen = observe(page)
  await watch(page)
  await page.locator('video').evaluate((video: HTMLVideoElement) => video.pause())
  await page.route('**/graphql*', (route) => route.abort())
  return { page, seen, since: performance.now() }
}

const currentTime = (page: Page) =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)

async function expectNoBreak(page: Page): Promise<void> {
  await expect(page.locator('[data-player]')).toHaveAttribute('data-swaps-reloaded', '0')
  await expect(page.locator('[data-player]')).toHaveAttribute('data-swaps-seamless', '0')
  await expect(page.locator('[data-player]')).not.toHaveAttribute('data-error')
}

type Playback = { video: { playback: { hls: string } | null } | null }
async function addressFor(viewer: Client): Promise<string | undefined> {
  const { video } = await viewer.query<Playback>('query ($id: ID!) { video(id: $id) { playback { hls } } }', {
    id: videoId,
  })
  return video?.playback?.hls
}

test('viewers of one window share every address, so that caches hold one copy', async () => {
  const strangers = [client(system, null), client(system, null), creator]
  await expect(async () => {
    const addresses = await Promise.all(strangers.map(addressFor))
    expect(new Set(addresses).size).toBe(1)
  }).toPass()
  const [hls = ''] = await Promise.all([addressFor(client(system, null))])
  expect((await fetch(hls)).headers.get('cache-control')).toMatch(
    /^public, max-age=\d+, s-maxage=\d+, immutable$/,
  )
})

test('a film plays through several lives of its addresses without a stall or a refusal', async ({ page }) => {
  const seen = observe(page)
  await watch(page)
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.playbackRate = 1.5
    // A machine that is busy may keep a decoder waiting: what counts here is that there is something to decode.
    video.addEventListener('waiting', () => {
      const { buffered, currentTime } = video
      const ends = Array.from({ length: buffered.length }, (_, index) => buffered.end(index))
      if (!ends.some((end) => end > currentTime + 0.5)) video.setAttribute('data-stalled', `${currentTime}`)
    })
  })
  await expect.poll(() => currentTime(page), { timeout: 90_000 }).toBeGreaterThan(55)
  expect(seen.tokens.size).toBeGreaterThanOrEqual(3)
  expect(seen.refused()).toBe(0)
  await expect(page.locator('video')).not.toHaveAttribute('data-stalled')
  await expectNoBreak(page)
})

test('a film that was paused beyond the end of its addresses goes on where it was left', async () => {
  const { page, seen, since } = asleep
  // None where the tests before took longer.
  const leftMs = since + (LIFE_S * 1.2 + 2) * 1_000 - performance.now()
  await new Promise((resolve) => setTimeout(resolve, Math.max(leftMs, 0)))
  await page.unroute('**/graphql*')
  const [before] = seen.tokens
  await page.locator('video').evaluate(async (video: HTMLVideoElement) => {
    video.currentTime = 100
    await video.play()
  })
  await expect.poll(() => currentTime(page), { timeout: 20_000 }).toBeGreaterThan(102)
  expect([...seen.tokens].at(-1)).not.toBe(before)
  await expectNoBreak(page)
})

test('what becomes private ends for strangers at once, and stays with its owner', async ({ page }) => {
  const stranger = client(system, null)
  await watch(page)
  const known = (await addressFor(stranger)) ?? ''
  expect((await fetch(known)).status).toBe(200)
  const visible = (visibility: string) =>
    creator.query(
      'mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { userErrors { code } } }',
      { input: { videoId, visibility } },
    )
  await visible('PRIVATE')
  const answer = async (url: string) => {
    const response = await fetch(url)
    return response.ok ? 'open' : ((await response.json()) as { code: string }).code
  }
  await expect.poll(() => answer(known)).toBe('PLAYBACK_REVOKED')
  expect(await addressFor(stranger)).toBeUndefined()
  expect(await answer((await addressFor(creator)) ?? '')).toBe('open')
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.currentTime = 110
  })
  await expect(page.locator('[data-player]')).toHaveAttribute('data-error', 'missing', { timeout: 30_000 })
  await visible('PUBLIC')
  await expect.poll(async () => answer((await addressFor(stranger)) ?? '')).toBe('open')
})
