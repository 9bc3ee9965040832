import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { currentInstallation, footageOr, signIn, untilStatus, uploadFile } from './support/index.ts'
import { wideSampleClip } from './support/stand-ins/good-clips.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const FOR_STRANGERS = [
  '/',
  '/developers',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  // The links of mails, as they are while they hold and when they hold no longer.
  '/reset-password?token=unknown',
  '/reset-password',
  '/confirm-email?token=unknown&account=unknown',
  '/mailbox',
  '/nowhere',
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

// A colour on its way from light to dark is neither.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** The page that is open, at every width, in the dark at one of them: colours do not change with the width. */
async function expectClean(page: Page, widths = [390, 1280, 1920]): Promise<void> {
  await page.waitForLoadState('networkidle')
  for (const width of widths) {
    const colorScheme = width === 1280 ? 'dark' : 'light'
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect(await sidewaysScroll(page), `sideways scroll at ${width} px`).toBeLessThanOrEqual(0)
    const { violations } = await axe(page).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)
    expect(found, `${width} px, ${colorScheme}`).toEqual([])
  }
}

/** What passes is not looked into, and no window is opened to join the findings of frames of other sites: there are none. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(RULES)
    .setLegacyMode(true)
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

for (const path of FOR_STRANGERS) {
  test(`${path} is clean`, async ({ page }) => {
    await page.goto(path)
    await expectClean(page)
  })
}

test('the watch page is clean', async ({ page }) => {
  await page.goto(`/watch/${videoId}`)
  await expectClean(page)
})

test('the word that a mail is on its way is clean', async ({ page }) => {
  await page.goto('/forgot-password')
  await page.getByLabel('Email').fill('nobody@example.test')
  await page.getByRole('button', { name: 'Send the mail' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await expectClean(page)
})

const FOR_CREATORS = [
  ['the studio', () => '/studio'],
  ['the channel', () => '/studio/channel'],
  ['a video in the studio', () => `/studio/videos/${videoId}`],
  ['the choice of a pipeline', () => '/studio/channel/pipelines'],
  ['the account', () => '/settings/security'],
] as const

for (const [name, path] of FOR_CREATORS) {
  test(`${name} is clean`, async ({ page }) => {
    await signInAs(page, 'creator', path())
    await expectClean(page)
  })
}

test('the engine room is clean', async ({ page }) => {
  await signInAs(page, 'admin', '/operator')
  await page.getByRole('table').waitFor()
  await expectClean(page, [390, 1280])
  // A run that has ended: tests of another file send films meanwhile.
  await page.goto('/operator?state=SUCCEEDED')
  await page.getByRole('row').nth(1).getByRole('link').click()
  await page.getByRole('list', { name: 'Tasks of this run, in order' }).waitFor()
  await expectClean(page, [390, 1280])
  await page.goto('/operator/workers')
  await page.getByRole('table').waitFor()
  await expectClean(page, [390, 1280])
  // As the framework does each time the page is asked for anew, but slower.
  const title = await page.title()
  expect(title).not.toBe('')
  const taken = await page.evaluateHandle(() => {
    const element = document.querySelector('head > title')
    element?.remove()
    return element
  })
  expect(await page.title()).toBe(title)
  await taken.evaluate((element) => element && document.head.append(element))
  expect(await page.locator('head > title').count()).toBe(1)
})
