import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { type Client, currentInstallation, footageOr, signIn, uploadFile } from './support/index.ts'
import { wideSampleClip } from './support/stand-ins/good-clips.ts'
import { halfOfMatroska } from './support/stand-ins/hostile-files.ts'

const ADMIN = { email: 'admin@marquee.localhost', password: 'marquee-demo' }
const STILL_GOING = '[data-node]:not([data-tone="done"], [data-tone="quiet"])'

const clip = () => footageOr('zoo/mb_sar_2x1.mp4', wideSampleClip)
const studioPath = (videoId: string) => `/studio/videos/${videoId.replace('vid_', '')}`
const node = (page: Page, name: string) => page.locator(`[data-node="${name}"]`)

/** How much has moved on the page without a press, by the browser's own measure (CLS). */
async function countShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const total = { shifts: 0 }
    Object.assign(window, total)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number
          hadRecentInput: boolean
        }
        if (!hadRecentInput) total.shifts += value
      }
      Object.assign(window, total)
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** Notes each task that the page shows at work: it may be done before anybody looks. */
async function noteActive(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const active = new Set<string | null>()
    Object.assign(window, { active })
    new MutationObserver(() => {
      for (const shown of document.querySelectorAll('[data-node][data-tone="active"]'))
        active.add(shown.getAttribute('data-node'))
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-tone'] })
  })
}

/** Resolves once the page is told of a run as it goes on. */
function untilFollowed(page: Page, videoId: string): Promise<void> {
  return new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes(videoId)) resolve()
      }),
    )
  })
}

let admin: Client
test.beforeAll(async () => {
  admin = await signIn(await currentInstallation(), ADMIN)
})

async function change(verb: 'Pause' | 'Resume'): Promise<void> {
  const field = `${verb.toLowerCase()}TaskClass`
  const mutation = `mutation ($input: ${verb}TaskClassInput!) { ${field}(input: $input) { userErrors { code } } }`
  await admin.query(mutation, { input: { resource: 'encode' } })
}
test.afterEach(() => change('Resume'))

test('a creator watches a run go through its graph to its end', async ({ page }) => {
  await signInAs(page, 'creator')
  await countShifts(page)
  await noteActive(page)
  // A film of 5 s may be ready before its page is there.
  await change('Pause')
  const { videoId } = await uploadFile(await signIn(await currentInstallation()), await clip())
  const followed = untilFollowed(page, videoId)
  await page.goto(studioPath(videoId))
  await expect(page.getByRole('list', { name: 'Tasks of this video, in order' })).toBeVisible()
  await followed
  await change('Resume')
  await expect(page.locator(STILL_GOING)).toHaveCount(0, { timeout: 60_000 })
  expect(await page.evaluate(() => [...Reflect.get(window, 'active')])).not.toEqual([])
  expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toBeLessThan(0.05)

  // By keyboard: arrows go from task to task, Enter tells of one.
  const nodes = page.locator('[data-node]')
  await nodes.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(nodes.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(nodes.nth(1)).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('region', { name: 'The chosen task' })).toContainText('After File check')
  await page.getByText('All tasks as a list').click()
  const listed = page.locator('details').getByRole('listitem')
  await expect(listed).toHaveCount(await nodes.count())
})

test('a failed run shows where and why', async ({ page }) => {
  const file = await footageOr('zoo/d_sintel_truncated.mkv', halfOfMatroska)
  const { videoId } = await uploadFile(await signIn(await currentInstallation()), file)
  await signInAs(page, 'creator', studioPath(videoId))
  await expect(page.locator('[data-node][data-tone="trouble"]')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'The chosen task' })).toContainText('This file ends early')
})

test('a creator looks at what a pipeline does', async ({ page }) => {
  await signInAs(page, 'creator', '/studio/channel')
  await page.getByRole('link', { name: 'Choose a pipeline' }).click()
  await page.getByRole('radio', { name: /^standard/ }).check()
  await expect(page.getByText(/of processor time in all/)).toBeVisible()
  await page.getByLabel('For', { exact: true }).selectOption({ label: 'Any film' })
  await expect(page.getByText(/of processor time in all/)).toBeHidden()
  await expect(node(page, 'inspect')).toContainText('will run')
})

test.describe('the engine room', () => {
  test('is not there for others', async ({ page }) => {
    for (const who of ['stranger', 'creator'] as const) {
      if (who === 'creator') await signInAs(page, who)
      for (const path of ['/operator', '/operator/workers', '/operator/runs/1']) {
        expect((await page.goto(path))?.status()).toBe(404)
        await expect(page.getByRole('heading', { name: /Page not\s*found/ })).toBeVisible()
      }
      expect((await page.goto('/operator/queues'))?.status()).toBe(404)
    }
  })

  test('a class is paused, a run is cancelled and run again, and the class goes on', async ({ page }) => {
    await signInAs(page, 'admin', '/operator/workers')
    await page.getByRole('button', { name: 'Pause encode' }).click()
    await expect(page.getByText(/^Paused for/)).toBeVisible()
    await uploadFile(await signIn(await currentInstallation()), await clip())

    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('link', { name: 'Running' }).click()
    await page.getByRole('row').nth(1).getByRole('link').click()
    await expect(page).toHaveURL(/\/operator\/runs\/\d+$/)
    await expect(node(page, 'inspect')).toHaveAttribute('data-tone', 'done', { timeout: 30_000 })
    await expect(page.getByRole('row', { name: /^inspect/ })).toContainText(':')
    const cancelled = page.url()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click()
    await expect(page.getByText('Cancelled', { exact: true })).toBeVisible()

    await page.getByRole('button', { name: 'Run again' }).click()
    await expect(page).not.toHaveURL(cancelled)
    const again = page.url()
    await page.getByRole('link', { name: 'Workers' }).click()
    await page.getByRole('button', { name: 'Resume encode' }).click()
    await expect(page.getByText(/^Paused for/)).toBeHidden()
    await page.goto(again)
    await expect(page.locator('[data-state="SUCCEEDED"]').first()).toBeVisible()
    await expect(page.locator(STILL_GOING)).toHaveCount(0, { timeout: 60_000 })
  })

  test('the raw queues are shown, and no other host is asked', async ({ page }) => {
    await signInAs(page, 'admin', '/operator')
    const hosts = new Set<string>()
    page.on('response', (response) => hosts.add(new URL(response.url()).host))
    await page.goto('/operator/queues')
    await expect(page.getByText('task-encode').first()).toBeVisible()
    expect([...hosts]).toEqual([new URL(page.url()).host])
  })
})
