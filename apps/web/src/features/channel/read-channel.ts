import 'server-only'
import { WebChannelDocument, type WebChannelQuery } from '@marquee/schema/graphql'
import { cache } from 'react'
import { askServer } from '../../graphql/ask-server.ts'
import { PAGE_SIZE } from '../../shell/video-list/load-page.ts'

export type Channel = NonNullable<WebChannelQuery['channel']>

/** A channel with a page of its videos, asked once a request by page and metadata alike. */
export const readChannel = cache((handle: string, after: string | null) =>
  askServer(WebChannelDocument, { handle, first: PAGE_SIZE, after }),
)
