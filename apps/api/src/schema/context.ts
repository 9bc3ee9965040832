import type { Database, IdSource } from '@marquee/domain'
import type { Metadata } from '@marquee/domain/metadata'
import type { ResourceClass } from '@marquee/media'
import type { Logger } from '@marquee/service'
import type { ObjectStore } from '@marquee/storage'
import type { Cursors } from './cursors.ts'

/** Who asks, read from the session cookie or the bearer token; `id` is the account's public one. */
export interface Viewer {
  readonly accountId: bigint
  readonly publicId: string
  readonly name: string
  readonly email: string
  readonly role: 'member' | 'admin'
  /** What they are signed in with, and whose it is: the sign-in library's ids. */
  readonly session: { readonly id: string; readonly authUserId: string }
}

/** Announcements of changes: says only «read again», with the version that was current when it was said. */
export interface VideoChanges {
  /** Tells every subscriber, in any program, that the video or its run changed. */
  announce(video: { readonly publicId: string; readonly version: number }): Promise<void>
  /** Yields once a change, until the signal aborts; several changes that were not read yet are one. */
  watch(publicId: string, signal: AbortSignal): AsyncIterable<void>
}

/** Work that is handed to the workers once its transaction is committed. */
export interface Background {
  /** Has the dispatcher look at a run now instead of at its next sweep. Never fails: the sweep is the net. */
  dispatchRun(runId: bigint): Promise<void>
  /** Has whoever is next of a class released now instead of at the next sweep. Never fails either. */
  releaseTasks(resource: ResourceClass): Promise<void>
}

/** How playback addresses are made, and ended. */
export interface PlaybackAddresses {
  readonly secret: string
  readonly edgeUrl: string
  readonly tokenSeconds: number
  /** Tells the edges what of a video is refused, after a change that may have taken away the right to watch it. */
  announceDenial(publicId: string): Promise<void>
}

/** What the use-cases stand on; one set a process. */
export interface Services {
  readonly database: Database
  readonly ids: IdSource
  /** The originals bucket. */
  readonly originals: ObjectStore
  /** The transcoded bucket: what viewers are served. */
  readonly transcoded: ObjectStore
  /** Videos, channels and accounts, cached. */
  readonly metadata: Metadata
  readonly videoChanges: VideoChanges
  /** Has the cache let go of a channel as it was before a committed change. Never fails: what it misses expires. */
  announceChannel(channel: { readonly publicId: string; readonly version: number }): Promise<void>
  /** Has every connection of a session that was ended closed, by the sign-in library's id of the person. Never fails. */
  sessionsEnded(authUserId: string): void
  readonly background: Background
  readonly cursors: Cursors
  readonly logger: Logger
  readonly playback: PlaybackAddresses
  /** Whether this installation offers its demo accounts. */
  readonly demo: boolean
  readonly now: () => Date
}

/** Points that an account or an address may spend until `resetAt`. */
export interface Budget {
  readonly limit: number
  readonly remaining: number
  readonly resetAt: Date
}

/** One operation's surroundings. Loaders are kept by it, so it is never shared between operations. */
export interface Context {
  readonly requestId: string
  readonly viewer: Viewer | null
  readonly services: Services
  /** Points that this operation costs. */
  readonly cost: number
  /** What is left after it; null while nothing is counted. */
  readonly budget: Budget | null
}
