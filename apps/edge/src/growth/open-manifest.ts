import { StorageError } from '@marquee/storage'
import { failureOf, type OpenedObject, type OpenRequest, openInMemory } from '../delivery/open-object.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import type { GrowingStreams } from './growing-streams.ts'
import { type StreamFile, streamFileOf } from './growth-path.ts'

type Manifest = Omit<OpenRequest, 'signal' | 'within'>
type Answer = OpenedObject | DeliveryFailure

/**
 * The text that stays where there is one, else that of a revision which grows. Of one that is known to grow the store is
 * not asked for the former: it would be asked in vain, once for each viewer.
 */
export async function openManifest(
  growing: GrowingStreams,
  request: Manifest,
  openStored: () => Promise<Answer>,
  leaving: AbortSignal,
): Promise<Answer> {
  const file = streamFileOf(request.key)
  if (!file) return openStored()
  if (growing.knows(file.folder)) {
    return (await openGrowing(growing, file, request, leaving)) ?? (await openStored())
  }
  const stored = await openStored()
  if (!('code' in stored) || stored.code !== 'NOT_FOUND') return stored
  return (await openGrowing(growing, file, request, leaving)) ?? stored
}

async function openGrowing(
  growing: GrowingStreams,
  file: StreamFile,
  request: Manifest,
  leaving: AbortSignal,
): Promise<Answer | null> {
  try {
    const text = await growing.open(file, leaving)
    if (!text || 'code' in text) return text
    const opened = await openInMemory(text, { ...request, headers: withoutDates(request) })
    return 'code' in opened ? opened : { ...opened, grows: true }
  } catch (error) {
    if (error instanceof StorageError) return failureOf(error)
    throw error
  }
}

/** What grows may change twice within the second that a date can tell: only its tag says which text a client has. */
function withoutDates({ headers }: Manifest): Manifest['headers'] {
  const { 'if-modified-since': _since, ...others } = headers
  return others
}
