import { createLogger } from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { createClient } from 'graphql-ws'
import { expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { makeVideo } from '../testing/make-video.ts'
import { startTestApi } from '../testing/start-test-api.ts'
import { startApi } from './start-api.ts'

it('sends subscribers away with 1001, and they go on with the next instance', async () => {
  const api = await startTestApi({ API_PORT: String(await freePort()) })
  const ada = await api.signUp('Ada')
  const id = await makeVideo(api.database, ada)
  const closed: number[] = []
  const versions: number[] = []
  // As our own clients do it: apps/web/src/graphql/subscribe.ts, apps/cli/src/upload/follow-video.ts.
  const client = createClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${ada.token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    on: { closed: (event) => closed.push((event as CloseEvent).code) },
  })
  const query = 'subscription ($id: ID!) { videoProgress(videoId: $id) { version } }'
  client.subscribe<{ videoProgress: { version: number } }>(
    { query, variables: { id } },
    {
      next: ({ data }) => versions.push(data?.videoProgress.version ?? Number.NaN),
      error: (error) => closed.push(Number(error)),
      complete: () => {},
    },
  )
  await vi.waitFor(() => expect(versions).toHaveLength(1), 10_000)
  await api.running.stopListening()
  await vi.waitFor(() => expect(closed).toEqual([1001]), 10_000)

  const environment = { ...api.environment, API_PORT: api.running.port }
  const next = await startApi(environment, createLogger('api', { level: 'silent' }))
  await vi.waitFor(() => expect(versions.length).toBeGreaterThan(1), 30_000)
  expect(versions.at(-1)).toBeGreaterThanOrEqual(versions[0] ?? Number.NaN)
  await client.dispose()
  await next.stopListening()
  await next.close()
  await api.stop()
})
