import { expect, test } from '@playwright/test'
import {
  client,
  currentInstallation,
  fetchFirstSegment,
  footageOr,
  signIn,
  signUp,
  untilStatus,
  uploadFile,
} from './support/index.ts'
import { wideSampleClip } from './support/stand-ins/good-clips.ts'

const SEEN = `query ($id: ID!) {
  node(id: $id) { id ... on Video { title thumbnail playback { hls poster storyboard } } }
  video(id: $id) { id }
}`

test('another person’s private video is null, and its segments and thumbnails are refused', async () => {
  const file = await footageOr('zoo/mb_sar_2x1.mp4', wideSampleClip)
  const installation = await currentInstallation()
  const creator = await signIn(installation)
  const { videoId } = await uploadFile(creator, file, 'PRIVATE')
  await untilStatus(creator, videoId, ['READY'])

  const stranger = client(installation, null)
  const other = await signUp(installation, {
    name: 'Mallory',
    email: `mallory-${Date.now()}@example.test`,
    password: 'a long enough password',
  })
  for (const viewer of [stranger, other]) {
    expect(await viewer.query(SEEN, { id: videoId })).toEqual({ node: null, video: null })
  }

  type Owned = { node: { thumbnail: string; playback: { hls: string; poster: string; storyboard: string } } }
  const { node } = await creator.query<Owned>(SEEN, { id: videoId })
  const token = new URL(node.playback.hls).pathname.split('/')[2] ?? ''
  const { hls, poster, storyboard } = node.playback
  const segment = await fetchFirstSegment(hls)
  expect(segment).toContain('.m4s')
  for (const url of [hls, segment, poster, storyboard, node.thumbnail]) {
    expect((await fetch(url)).status, url).toBe(200)
    const without = url.replace(token, '')
    const forged = url.replace(token, token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'))
    for (const refused of [without, forged]) {
      const answer = await fetch(refused)
      expect([400, 403, 404], refused).toContain(answer.status)
      expect(await answer.text()).not.toContain('EXTM3U')
    }
    expect((await fetch(url)).headers.get('cache-control'), url).toContain('private')
  }
})

test('a token opens one video only', async () => {
  const file = await footageOr('zoo/mb_sar_2x1.mp4', wideSampleClip)
  const installation = await currentInstallation()
  const creator = await signIn(installation)
  const [mine, hidden] = await Promise.all([
    uploadFile(creator, file, 'PUBLIC'),
    uploadFile(creator, file, 'PRIVATE'),
  ])
  const [publicHls, privateHls] = await Promise.all([
    untilStatus(creator, mine.videoId, ['READY']),
    untilStatus(creator, hidden.videoId, ['READY']),
  ])
  const tokenOf = (url: string) => new URL(url).pathname.split('/')[2] ?? ''
  expect((await fetch(privateHls.replace(tokenOf(privateHls), tokenOf(publicHls)))).status).toBe(403)
})
