import { expect, test } from '@playwright/test'
import { currentInstallation, signIn, turnedMainClip, untilStatus, uploadFile } from './support/index.ts'

type Status = { video: { status: string } | null }

test('a film that nobody may watch as it is plays while it is encoded, and to its end without a break', async ({
  page,
}) => {
  test.setTimeout(300_000)
  const creator = await signIn(await currentInstallation())
  const { videoId } = await uploadFile(creator, await turnedMainClip())
  await untilStatus(creator, videoId, ['PLAYABLE', 'READY'], 50)
  await page.goto(`/watch/${videoId.replace('vid_', '')}`)
  const player = page.locator('[data-player]')
  const film = page.locator('video')
  await expect(player).toHaveAttribute('data-growing', 'true', { timeout: 30_000 })
  await film.evaluate((media: HTMLVideoElement) => media.play())
  await expect.poll(() => film.evaluate((media: HTMLVideoElement) => media.currentTime)).toBeGreaterThan(1)
  const status = 'query ($id: ID!) { video(id: $id) { status } }'
  expect((await creator.query<Status>(status, { id: videoId })).video?.status).toBe('PLAYABLE')
  const revision = await player.getAttribute('data-revision')
  await film.evaluate((media: HTMLVideoElement) => {
    for (const event of ['emptied', 'loadstart', 'seeking'])
      media.addEventListener(event, () => media.setAttribute('data-broken', event))
  })

  await untilStatus(creator, videoId, ['READY'])
  await expect(player).not.toHaveAttribute('data-growing', 'true', { timeout: 30_000 })
  await expect
    .poll(() => film.evaluate(({ ended }: HTMLVideoElement) => ended), { timeout: 60_000 })
    .toBe(true)
  expect(await film.evaluate(({ duration }: HTMLVideoElement) => duration)).toBeCloseTo(24, 0)
  await expect(film).not.toHaveAttribute('data-broken')
  await expect(player).toHaveAttribute('data-revision', revision ?? 'none')
  await expect(player).toHaveAttribute('data-swaps-seamless', '0')
  await expect(player).toHaveAttribute('data-swaps-reloaded', '0')
})
