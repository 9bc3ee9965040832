import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { currentInstallation, footageOr, signIn, untilStatus, uploadFile } from './support/index.ts'
import { wideSampleClip } from './support/stand-ins/good-clips.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** For strangers; the links of mails, as they are while they hold and when they hold no longer. */
const ACCOUNT_PAGES = [
  '/forgot-password',
  '/reset-password?token=unknown',
  '/reset-password',
  '/confirm-email?token=unknown&account=unknown',
  '/mailbox',
]

let videoId = ''

test.beforeAll(async () => {
  test.setTimeout(180_000)
  const file = await footageOr('zoo/mb_sar_2x1.mp4', wideSampleClip)
  const creator = await signIn(await currentInstallation())
  const uploaded = await uploadFile(creator, file)
  await untilStatus(creator, uploaded.videoId, ['READY'])
  videoId = uploaded.videoId.replace('vid_', '')
})

async function expectClean(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual(
    [],
  )
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}

for (const colorScheme of ['dark', 'light'] as const) {
  for (const width of [390, 1280, 1920]) {
    test(`every page is clean at ${width} px, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
      const page = await context.newPage()
      for (const path of [
        '/',
        '/developers',
        '/sign-in',
        '/sign-up',
        ...ACCOUNT_PAGES,
        '/nowhere',
        `/watch/${videoId}`,
      ]) {
        await page.goto(path)
        await test.step(path, () => expectClean(page))
        await expectNoSidewaysScroll(page)
      }
      await test.step('check your mail', async () => {
        await page.goto('/forgot-password')
        await page.getByLabel('Email').fill(`nobody-${colorScheme}-${width}@example.test`)
        await page.getByRole('button', { name: 'Send the mail' }).click()
        await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
        await expectClean(page)
        await expectNoSidewaysScroll(page)
      })
      await signInAs(page, 'creator')
      for (const path of ['/studio', '/studio/channel', `/studio/videos/${videoId}`, '/settings/security']) {
        await page.goto(path)
        await test.step(path, () => expectClean(page))
        await expectNoSidewaysScroll(page)
      }
      await context.close()
    })
  }
}
