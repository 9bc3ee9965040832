import 'server-only'
import { WebViewerDocument, type WebViewerQuery } from '@marquee/schema/graphql'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { askServer } from '../graphql/ask-server.ts'

export type Viewer = NonNullable<WebViewerQuery['viewer']>

/** Who is signed in, once a request; null for strangers, and while the API does not answer. */
export const readViewer = cache(async (): Promise<Viewer | null> => {
  const signedIn = (await cookies()).getAll().some((cookie) => !cookie.name.startsWith('mq-'))
  if (!signedIn) return null
  const answer = await askServer(WebViewerDocument, {})
  return answer.ok ? (answer.data.viewer ?? null) : null
})
