import { expect, test } from '@playwright/test'
import {
  type Client,
  currentInstallation,
  footageOr,
  probe,
  signIn,
  untilStatus,
  uploadFile,
} from './support/index.ts'
import { trailerClip } from './support/stand-ins/good-clips.ts'

type Steps = {
  video: { status: string; progress: { steps: { name: string; state: string; fraction: number }[] } | null }
}

/** Resolves in mid-encode: the task runs and has written something, yet is not done. */
async function untilEncoding(creator: Client, videoId: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const { video } = await creator.query<Steps>(
          `query ($id: ID!) { video(id: $id) { status progress { steps { name state fraction } } } }`,
          { id: videoId },
        )
        const encode = video.progress?.steps.find(({ name }) => name === 'encode')
        return encode?.state === 'RUNNING' && encode.fraction > 0 && encode.fraction < 0.9
      },
      { timeout: 60_000, intervals: [100] },
    )
    .toBe(true)
}

/** While a part restarts, the API may refuse to answer; that is not the end of the run. */
async function statusOf(creator: Client, videoId: string): Promise<string> {
  try {
    return (await creator.query<Steps>(`query ($id: ID!) { video(id: $id) { status } }`, { id: videoId }))
      .video.status
  } catch {
    return 'UNAVAILABLE'
  }
}

/** The run ended once: one set of renditions, and a stream that plays for its whole length. */
async function expectWhole(creator: Client, videoId: string): Promise<void> {
  const hls = await untilStatus(creator, videoId, ['READY'])
  expect(Number((await probe(hls)).format.duration)).toBeCloseTo(52.2, 0)
  const { video } = await creator.query<{ video: { playback: { renditions: { name: string }[] } } }>(
    `query ($id: ID!) { video(id: $id) { playback { renditions { name } } } }`,
    { id: videoId },
  )
  const names = video.playback.renditions.map(({ name }) => name)
  expect(names.length).toBeGreaterThan(3)
  expect(new Set(names).size).toBe(names.length)
}

for (const victim of ['worker-media', 'worker-control', 'redis', 'postgres', 'object-store', 'api']) {
  test(`kill -9 of ${victim} in mid-encode: the run finishes, once`, async () => {
    test.setTimeout(240_000)
    const file = await footageOr('sintel_trailer-720p.mp4', trailerClip)
    const installation = await currentInstallation()
    // Once: a session outlives every restart, and signing in is limited.
    const creator = await signIn(installation)
    const { videoId } = await uploadFile(creator, file)
    await untilEncoding(creator, videoId)
    const pid = await installation.pidOf(victim)
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => installation.pidOf(victim).catch(() => pid), { timeout: 60_000 }).not.toBe(pid)
    await expect.poll(() => statusOf(creator, videoId), { timeout: 180_000 }).toBe('READY')
    await expectWhole(creator, videoId)
  })
}
