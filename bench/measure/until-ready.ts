import type { Client, Installation } from '@marquee/tests/support'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

type Progress = { videoProgress: { status: string; failure: { code: string } | null } }

/**
 * Resolves when the API tells its subscribers that the video is READY, and throws where its run failed. Asking again and
 * again would cost the encoder some of the machine that is measured.
 */
export async function untilReady(
  installation: Installation,
  creator: Client,
  videoId: string,
): Promise<void> {
  const client = createClient({
    url: `${installation.env.PUBLIC_API_URL?.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${creator.token}` },
  })
  try {
    const changes = client.iterate<Progress>({
      query: 'subscription ($id: ID!) { videoProgress(videoId: $id) { status failure { code } } }',
      variables: { id: videoId },
    })
    for await (const { data, errors } of changes) {
      if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
      if (data?.videoProgress.failure) throw new Error(`The run failed: ${data.videoProgress.failure.code}`)
      if (data?.videoProgress.status === 'READY') return
    }
    throw new Error('The subscription ended before the video was ready')
  } finally {
    await client.dispose()
  }
}
