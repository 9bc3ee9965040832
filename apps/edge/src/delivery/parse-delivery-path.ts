import { readDownloadAddress } from '@marquee/media'
import { type PlaybackPurpose, readTitle } from '@marquee/service'

/** What `/v/<token>/<video>/<revision>/<file>` asks for, before anything is known to be true. */
export interface DeliveryPath {
  readonly token: string
  /** The bare public id. */
  readonly video: string
  /** Where it lies in the transcoded bucket: `videos/<video>/<revision>/<file>`. */
  readonly key: string
  /** In lower case, without the dot. */
  readonly extension: string
  /** What its token must be for. */
  readonly purpose: PlaybackPurpose
  /** What a file that is taken away is to be called; empty where nothing can be read of it. */
  readonly title: string
}

/** Longer than any path that the API makes; what is longer is not looked at. */
const MAX_LENGTH = 512
/**
 * Token, video, revision, and one to three segments of a file: `<rendition>/<n>.m4s` is two, one more leaves room for a
 * language folder, or for what a file is to be called. No percent sign, no leading dot: there is one spelling of a key, and none climbs out of its folder.
 */
const PATH =
  /^\/v\/([0-9A-Za-z._-]{1,64})\/(([0-9A-Za-z]{11})(?:\/[0-9A-Za-z_-][0-9A-Za-z._-]{0,255}){2,4}\.([0-9a-z]{1,5}))$/

/** Null for whatever is not exactly such a path. A query is not part of it: CMCD, cache busters. */
export function parseDeliveryPath(url: string): DeliveryPath | null {
  if (url.length > MAX_LENGTH + 2_048) return null
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  if (path.length > MAX_LENGTH) return null
  const [, token, key, video, extension] = PATH.exec(path) ?? []
  if (!token || !video || !extension) return null
  const place = { token, video, extension }
  const download = readDownloadAddress(`videos/${key}`)
  return download
    ? { ...place, purpose: 'download', key: download.key, title: readTitle(download.title) }
    : { ...place, purpose: 'stream', key: `videos/${key}`, title: '' }
}
