import { expect, type Page, test } from '@playwright/test'
import { longSmallClip, readyFilm } from './support/index.ts'

let address = ''

test.beforeAll(async () => {
  test.setTimeout(180_000)
  address = `/watch/${await readyFilm(await longSmallClip())}`
})

/** Opens the film and waits until it runs and its controls are there. */
async function watch(page: Page, query = ''): Promise<void> {
  await page.goto(`${address}${query}`)
  await expect(player(page)).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
  await page.waitForFunction(() => customElements.get('media-fullscreen-button') !== undefined)
}

const player = (page: Page) => page.locator('[data-player]')

type Facts = Pick<HTMLVideoElement, 'volume' | 'muted' | 'playbackRate' | 'currentTime' | 'paused'>
const facts = (page: Page): Promise<Facts> =>
  page.locator('video').evaluate((video: HTMLVideoElement) => ({
    volume: video.volume,
    muted: video.muted,
    playbackRate: video.playbackRate,
    currentTime: video.currentTime,
    paused: video.paused,
  }))

/** Above the middle, where neither the big button nor the controls are. */
async function onPicture(page: Page): Promise<{ x: number; y: number }> {
  const box = await player(page).boundingBox()
  if (!box) throw new Error('the player has no place on the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 4 }
}

test('a click on the picture pauses and plays', async ({ page }) => {
  await watch(page)
  const { x, y } = await onPicture(page)
  await page.mouse.click(x, y)
  await expect(player(page)).toHaveAttribute('data-state', 'paused')
  // A platform counts clicks in one place close together in time as one row: the next is elsewhere.
  await page.mouse.click(x + 60, y)
  await expect(player(page)).toHaveAttribute('data-state', 'playing')
})

test('a double click fills the screen and leaves what plays alone', async ({ page }) => {
  await watch(page)
  const { x, y } = await onPicture(page)
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.addEventListener('pause', () => video.setAttribute('data-was-paused', ''))
  })
  await page.mouse.dblclick(x, y)
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe('player')
  await page.mouse.dblclick(x + 60, y)
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull()
  await expect(page.locator('video')).not.toHaveAttribute('data-was-paused')
  expect((await facts(page)).paused).toBe(false)
})

test('a click that closes a menu does no more than that', async ({ page }) => {
  await watch(page)
  const { x, y } = await onPicture(page)
  await page.locator('[data-control="speed"]').click()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.mouse.click(x, y)
  await expect(page.getByRole('menu')).toBeHidden()
  await page.mouse.dblclick(x + 60, y)
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe('player')
  expect((await facts(page)).paused).toBe(false)
})

test('a link to a moment starts there, and one behind the end at the beginning', async ({ page }) => {
  await watch(page, '?t=1m15s')
  const { currentTime } = await facts(page)
  expect(currentTime).toBeGreaterThanOrEqual(75)
  expect(currentTime).toBeLessThan(85)
  await watch(page, '?t=3600')
  expect((await facts(page)).currentTime).toBeLessThan(10)
})

test('volume, silence and speed stay from film to film', async ({ page }) => {
  await watch(page)
  for (const key of ['ArrowDown', 'ArrowDown', 'm', 'Shift+>']) await page.keyboard.press(key)
  await watch(page)
  expect(await facts(page)).toMatchObject({ volume: 0.9, muted: true, playbackRate: 1.25 })
  await page.keyboard.press('m')
  await watch(page)
  expect(await facts(page)).toMatchObject({ volume: 0.9, muted: false, playbackRate: 1.25 })
  await page.evaluate(() => localStorage.setItem('mq-player', '{"volume":"loud","speed":1e9'))
  await watch(page)
  expect(await facts(page)).toMatchObject({ volume: 1, muted: false, playbackRate: 1 })
})

test('the platform’s media controls name the film and work it', async ({ page }) => {
  await page.addInitScript(() => {
    const asked = new Map<string, MediaSessionActionHandler | null>()
    const set = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession)
    navigator.mediaSession.setActionHandler = (action, handler) => {
      asked.set(action, handler)
      set(action, handler)
    }
    addEventListener('platform-asks', (event) => {
      const details = (event as CustomEvent<MediaSessionActionDetails>).detail
      asked.get(details.action)?.(details)
    })
  })
  const press = (details: MediaSessionActionDetails) =>
    page.evaluate((detail) => {
      dispatchEvent(new CustomEvent('platform-asks', { detail }))
    }, details)
  await watch(page)
  const shown = await page.evaluate(() => {
    const { title, artist, artwork } = navigator.mediaSession.metadata ?? {}
    return { title, artist, pictures: artwork?.map(({ src }) => src) }
  })
  expect(shown.title).toBe(await page.getByRole('heading', { level: 1 }).textContent())
  expect(shown.artist).toBeTruthy()
  expect(shown.pictures).toEqual([expect.stringMatching(/^http.+\.jpg/)])
  await press({ action: 'pause' })
  await expect(player(page)).toHaveAttribute('data-state', 'paused')
  await press({ action: 'seekto', seekTime: 60 })
  await expect.poll(async () => (await facts(page)).currentTime).toBe(60)
  await press({ action: 'seekforward' })
  await expect.poll(async () => (await facts(page)).currentTime).toBe(70)
  await press({ action: 'seekbackward', seekOffset: 30 })
  await expect.poll(async () => (await facts(page)).currentTime).toBe(40)
  await press({ action: 'play' })
  await expect(player(page)).toHaveAttribute('data-state', 'playing')
})

test('the picture leaves the page and comes back, by key and by button', async ({ page }) => {
  await watch(page)
  test.skip(!(await page.evaluate(() => document.pictureInPictureEnabled)), 'no picture in picture here')
  const outside = () => page.evaluate(() => document.pictureInPictureElement?.localName ?? null)
  await page.keyboard.press('i')
  await expect.poll(outside).toBe('video')
  await page.keyboard.press('i')
  await expect.poll(outside).toBeNull()
  await player(page).hover()
  await page.getByRole('button', { name: 'Picture in picture' }).click()
  await expect.poll(outside).toBe('video')
})
