import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import {
  type Client,
  currentInstallation,
  footageOr,
  REPOSITORY,
  signIn,
  untilStatus,
  uploadFile,
} from './support/index.ts'
import { twoScenesClip, wideSampleClip } from './support/stand-ins/good-clips.ts'

/** A picture that nobody would find in a film. */
const PICTURE = path.join(REPOSITORY, 'docs/images/watch.png')

const clip = () => footageOr('zoo/mb_sar_2x1.mp4', wideSampleClip)
const studioPath = (videoId: string) => `/studio/videos/${videoId.replace('vid_', '')}`
const thumbnails = (page: Page) => page.getByRole('group', { name: 'Thumbnail' })
const saved = (page: Page) => expect(page.getByText('Everything is saved.')).toBeVisible()

async function thumbnailOf(creator: Client, id: string): Promise<string> {
  const asked = 'query ($id: ID!) { video(id: $id) { thumbnail } }'
  const { video } = await creator.query<{ video: { thumbnail: string } }>(asked, { id })
  return video.thumbnail
}

async function removeWatermark(creator: Client): Promise<void> {
  const { viewer } = await creator.query<{ viewer: { channel: { id: string } } }>(
    '{ viewer { channel { id } } }',
  )
  const mutation =
    'mutation ($input: RemoveWatermarkInput!) { removeWatermark(input: $input) { userErrors { code } } }'
  await creator.query(mutation, { input: { channelId: viewer.channel.id } })
}

test('a creator chooses a picture of the film by keyboard, brings one, and goes back', async ({ page }) => {
  const creator = await signIn(await currentInstallation())
  const { videoId } = await uploadFile(creator, await twoScenesClip())
  await untilStatus(creator, videoId, ['READY'])
  const first = await thumbnailOf(creator, videoId)
  await signInAs(page, 'creator', studioPath(videoId))

  const moments = thumbnails(page).getByRole('radio', { name: /^At 0:0\d$/ })
  await expect(moments.first()).toBeVisible()
  const shown = thumbnails(page).getByRole('radio', { checked: true })
  await shown.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('Not saved yet.')).toBeVisible()
  await page.keyboard.press('Control+s')
  await saved(page)
  const chosen = await thumbnailOf(creator, videoId)
  expect(chosen).not.toBe(first)

  const file = thumbnails(page).locator('input[type="file"]')
  await file.setInputFiles(path.join(REPOSITORY, 'package.json'))
  await expect(page.getByText('This file is not a picture we can read.')).toBeVisible()
  await file.setInputFiles(PICTURE)
  const own = thumbnails(page).getByRole('radio', { name: 'Your own picture' })
  await expect(own).toBeChecked()
  await expect(page.getByText('Not saved yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await saved(page)
  expect(await thumbnailOf(creator, videoId)).not.toBe(chosen)
  await page.reload()
  await expect(own).toBeChecked()

  await page.getByRole('button', { name: 'Remove your picture' }).click()
  await expect(own).toHaveCount(0)
  expect(await thumbnailOf(creator, videoId)).toBe(chosen)
})

test('a creator has the channel’s name drawn into films', async ({ page }) => {
  const creator = await signIn(await currentInstallation())
  try {
    await signInAs(page, 'creator', '/studio/channel')
    await page.getByRole('button', { name: 'Use the channel’s name' }).click()
    await page.getByRole('radio', { name: 'Top left' }).check()
    await page.getByRole('slider', { name: 'Width' }).press('ArrowRight')
    await expect(page.getByText('13%', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Save watermark' }).click()
    await expect(page.getByText('Saved. Films show it from now on.')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('radio', { name: 'Top left' })).toBeChecked()

    // What could be watched as it is at once waits for its own renditions.
    const { videoId } = await uploadFile(creator, await clip())
    await untilStatus(creator, videoId, ['READY'])
    const asked = 'query ($id: ID!) { video(id: $id) { progress { steps { name state } } } }'
    type Answer = { video: { progress: { steps: { name: string; state: string }[] } } }
    const { video } = await creator.query<Answer>(asked, { id: videoId })
    expect(video.progress.steps).toContainEqual({ name: 'publish-source', state: 'SKIPPED' })

    await page.getByRole('button', { name: 'Remove it' }).click()
    await expect(page.getByText('Removed. Films that show it keep it.')).toBeVisible()
  } finally {
    // Other tests upload as the same creator.
    await removeWatermark(creator)
  }
})
