import {
  CliVideoDocument,
  CliVideoProgressDocument,
  type CliVideoProgressSubscription,
  type CliVideoQuery,
  documentIdOf,
} from '@marquee/schema/graphql'
import { createClient as createSubscriptions } from 'graphql-ws'
import { WebSocket } from 'ws'
import { CliError } from '../connect/cli-error.ts'
import type { Client } from '../connect/create-client.ts'

export type FollowedVideo = NonNullable<CliVideoQuery['video']>
export type Progress = CliVideoProgressSubscription['videoProgress']

/** Milliseconds between two looks at the video itself, in case the subscription is silent. */
const LOOK_EVERY_MS = 5_000
/** Looks that may fail in a row, so that an API that restarts is waited for. */
const MAX_FAILED_LOOKS = 12
/** A WebSocket that breaks is opened again this often, at graphql-ws's growing distances. */
const MAX_RECONNECTS = 1_000

/**
 * Resolves to the video when nothing more will happen to it by itself: ready, failed or taken down. The
 * subscription says what is going on; the query is what is believed.
 */
export async function followVideo(
  client: Client,
  videoId: string,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<FollowedVideo> {
  const wake = createAlarm()
  signal?.addEventListener('abort', wake.ring, { once: true })
  const stop = subscribe(client, videoId, (progress) => {
    onProgress(progress)
    if (isSettled(progress.status)) wake.ring()
  })
  try {
    let failed = 0
    for (;;) {
      signal?.throwIfAborted()
      const video = await readVideo(client, videoId, signal).catch((error: unknown) => {
        failed++
        if (!(error instanceof CliError && error.retryable) || failed > MAX_FAILED_LOOKS) throw error
        return null
      })
      if (video) failed = 0
      if (video && isSettled(video.status)) return video
      await wake.wait(LOOK_EVERY_MS)
    }
  } finally {
    signal?.removeEventListener('abort', wake.ring)
    await stop()
  }
}

export async function readVideo(client: Client, id: string, signal?: AbortSignal): Promise<FollowedVideo> {
  const { video } = await client.read(CliVideoDocument, { id }, signal)
  if (video) return video
  throw new CliError('VIDEO_NOT_FOUND', 'This video does not exist, or is not shared with you.')
}

function isSettled(status: FollowedVideo['status']): boolean {
  return status === 'READY' || status === 'FAILED' || status === 'TAKEN_DOWN'
}

function subscribe(client: Client, videoId: string, onProgress: (progress: Progress) => void) {
  const subscriptions = createSubscriptions({
    url: `${client.apiUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: client.authorization },
    retryAttempts: MAX_RECONNECTS,
    shouldRetry: () => true,
  })
  const extensions = { documentId: documentIdOf(CliVideoProgressDocument) }
  let version = -1
  subscriptions.subscribe<CliVideoProgressSubscription>(
    // The protocol wants a text; the API reads the id.
    { query: '', variables: { videoId }, extensions },
    {
      next({ data }) {
        if (!data || data.videoProgress.version < version) return
        version = data.videoProgress.version
        onProgress(data.videoProgress)
      },
      // Progress is a comfort: whatever ends it, the looks at the video go on and tell what is true.
      error: () => {},
      complete: () => {},
    },
  )
  return () => subscriptions.dispose()
}

/** A sleep that may be cut short; a ring while nobody sleeps is kept for the next. */
function createAlarm() {
  let rung = false
  let wakeUp = () => {}
  return {
    ring() {
      rung = true
      wakeUp()
    },
    async wait(ms: number): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wakeUp = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
    },
  }
}
