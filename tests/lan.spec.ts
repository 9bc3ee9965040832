import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { longSmallClip, type OwnSystem, startOwnSystem } from './support/index.ts'

let system: OwnSystem

test.use({ ignoreHTTPSErrors: true })
test.beforeAll(async () => {
  test.setTimeout(300_000)
  system = await startOwnSystem({ args: ['--lan'] })
})
test.afterAll(() => system.stop())

const frames = (page: Page) =>
  page
    .locator('video')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)

test('a device in the network signs in, uploads and watches, over one address with HTTPS', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const origin = system.env.PUBLIC_WEB_URL ?? ''
  expect(origin).toMatch(/^https:\/\/(?!127\.)\d+\.\d+\.\d+\.\d+:\d+$/)
  for (const name of ['PUBLIC_API_URL', 'PUBLIC_EDGE_URL', 'PUBLIC_S3_URL'])
    expect(system.env[name]).toBe(origin)

  const context = await browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (/^http/.test(request.url()) && !request.url().startsWith(`${origin}/`)) elsewhere.push(request.url())
  })
  page.on('console', (message) => {
    if (/mixed content/i.test(message.text())) elsewhere.push(message.text())
  })

  await signInAs(page, 'creator')
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles(await longSmallClip())
  const watch = page.getByRole('region', { name: /upload/i }).getByRole('link', { name: 'Watch' })
  await expect(watch).toBeVisible({ timeout: 90_000 })
  await watch.click()
  await expect.poll(() => frames(page), { timeout: 60_000 }).toBeGreaterThan(10)
  expect(elsewhere).toEqual([])
  await context.close()
})

test('who comes without HTTPS is told how to trust this machine', async ({ page }) => {
  await page.goto((system.env.PUBLIC_WEB_URL ?? '').replace('https', 'http'))
  await expect(page.getByRole('heading', { name: 'Trust it for good' })).toBeVisible()
  const href = `${system.env.PUBLIC_WEB_URL}/`
  await expect(page.locator(`a[href="${href}"]`).first()).toBeVisible()
})
