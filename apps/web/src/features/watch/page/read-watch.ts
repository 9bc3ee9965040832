import 'server-only'
import { WebWatchDocument } from '@marquee/schema/graphql'
import { cache } from 'react'
import { askServer } from '../../../graphql/ask-server.ts'

/** One more than is shown: the video itself may be among the newest. */
const NEXT = 13

/** A video and what may be watched after it, asked once a request by page and metadata alike. */
export const readWatch = cache((id: string) => askServer(WebWatchDocument, { id, next: NEXT }))
