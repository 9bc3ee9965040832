import { WebChannelDocument, WebHomeDocument, type WebVideoCardFragment } from '@marquee/schema/graphql'
import type { Answer, Question } from '../../graphql/answer.ts'

/** Cards a page holds: four rows of the widest grid beside the large one. */
export const PAGE_SIZE = 24

/** Which list: everyone's newest, or one channel's. */
export type ListOf = { kind: 'newest' } | { kind: 'channel'; handle: string }

export type VideoPage = { videos: WebVideoCardFragment[]; next: string | null }

type Asker = <T, V>(question: Question<T, V>, variables: V) => Promise<Answer<T>>

/** One page of a list after a cursor, by the server's or the browser's way of asking; null for a channel that is not there. */
export async function loadPage(
  ask: Asker,
  of: ListOf,
  after: string | null,
): Promise<Answer<VideoPage | null>> {
  if (of.kind === 'newest') {
    const answer = await ask(WebHomeDocument, { first: PAGE_SIZE, after })
    return answer.ok ? { ok: true, data: toPage(answer.data.videos) } : answer
  }
  const answer = await ask(WebChannelDocument, { handle: of.handle, first: PAGE_SIZE, after })
  if (!answer.ok) return answer
  return { ok: true, data: answer.data.channel ? toPage(answer.data.channel.videos) : null }
}

/** A connection as a page; `next` is the cursor to go on from, null at the end. */
export function toPage(connection: {
  nodes: WebVideoCardFragment[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
}): VideoPage {
  return {
    videos: connection.nodes,
    next: connection.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null,
  }
}
