import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { currentInstallation, signIn, untilStatus, uploadFile } from './support/index.ts'
import { captionedClip } from './support/stand-ins/good-clips.ts'

const GERMAN = Buffer.from(
  '\uFEFF1\n00:00:02,000 --> 00:00:04,000\nGuten Morgen <script>alert(1)</script>\n\n2\n00:00:06,000 --> 00:00:08,000\nGute Nacht\n',
  'utf16le',
)

const player = (page: Page) => page.locator('[data-player]')

/** What stands on the picture at a moment of the film. */
async function shownAt(page: Page, seconds: number): Promise<string[]> {
  return page.locator('video').evaluate(async (video: HTMLVideoElement, at) => {
    const track = [...video.textTracks].find(({ mode }) => mode === 'showing')
    if (!track) return []
    const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
    video.pause()
    video.currentTime = at
    await sought
    return [...(track.activeCues ?? [])].map((cue) => (cue as VTTCue).text)
  }, seconds)
}

/** Tracks are fetched when they are first shown. */
async function expectShown(page: Page, language: string | null, at: number, words: string[]): Promise<void> {
  if (language === null) await expect(player(page)).not.toHaveAttribute('data-captions')
  else await expect(player(page)).toHaveAttribute('data-captions', language)
  await expect.poll(() => shownAt(page, at)).toEqual(words)
}

/** Its creator takes the film away, from the keyboard. */
async function takeOriginal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Download' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /^Original file.*B$/ })).toBeFocused()
  const { violations } = await new AxeBuilder({ page }).include('article').analyze()
  expect(violations.map(({ id: rule }) => rule)).toEqual([])
  const title = await page.getByRole('heading', { level: 1 }).textContent()
  const download = page.context().waitForEvent('download')
  await page.keyboard.press('Enter')
  const file = await download
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${title}\\.\\w+$`))
  expect(await readFile(await file.path())).toEqual(await readFile(await captionedClip()))
}

test('a film is read in the language of its file, and in one that its creator adds', async ({ page }) => {
  test.setTimeout(120_000)
  const creator = await signIn(await currentInstallation())
  const { videoId } = await uploadFile(creator, await captionedClip())
  await untilStatus(creator, videoId, ['READY'])
  const id = videoId.replace('vid_', '')

  await signInAs(page, 'creator', `/studio/videos/${id}`)
  const panel = page.getByRole('region', { name: 'Captions' })
  await expect(panel.getByText('from the file')).toBeVisible()
  const choose = (name: string, buffer: Buffer) =>
    panel.locator('[data-captions-file]').setInputFiles({ name, mimeType: 'text/plain', buffer })
  await panel.getByLabel('Language').selectOption('de')
  await choose('german.srt', Buffer.from('1\n00:00:02,000 --> 00:00:04,000\nGuten\n\n2\nMorgen\n'))
  await expect(panel.getByRole('alert')).toContainText('Line 6:')
  await choose('german.srt', GERMAN)
  await expect(panel.locator('[data-caption="de"]')).toContainText('added by you')
  await expect(panel.getByRole('alert')).toBeHidden()

  // Taken back, a removal never was.
  await panel.getByRole('button', { name: 'Remove German' }).click()
  await expect(panel.locator('[data-caption="de"]')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(panel.locator('[data-caption="de"]')).toBeVisible()

  await page.goto(`/watch/${id}`)
  await expect(player(page)).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
  await expectShown(page, null, 3, [])
  const button = page.locator('[data-control="captions"]')
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitemradio', { name: 'Off' })).toBeFocused()
  const { violations } = await new AxeBuilder({ page }).include('[data-player]').analyze()
  expect(violations.map(({ id: rule }) => rule)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expectShown(page, 'en', 3, ['Good <i>morning</i>'])
  await expectShown(page, 'en', 5, [])

  await button.click()
  await page.getByRole('menuitemradio', { name: 'German' }).click()
  await expectShown(page, 'de', 3, ['Guten Morgen alert(1)'])
  await expectShown(page, 'de', 7, ['Gute Nacht'])

  await takeOriginal(page)

  // What was read last is what the next page begins with; the key turns it off and on.
  await page.reload()
  await expectShown(page, 'de', 7, ['Gute Nacht'])
  await page.keyboard.press('c')
  await expectShown(page, null, 7, [])
  await page.keyboard.press('c')
  await expectShown(page, 'de', 7, ['Gute Nacht'])
})
