/** What `/v/<token>/<video>/<revision>/<file>` asks for, before anything is known to be true. */
export interface DeliveryPath {
  readonly token: string
  /** The bare public id. */
  readonly video: string
  /** Where it lies in the transcoded bucket: `videos/<video>/<revision>/<file>`. */
  readonly key: string
  /** In lower case, without the dot. */
  readonly extension: string
}

/** Longer than any path that the API makes; what is longer is not looked at. */
const MAX_LENGTH = 512
/** `<rendition>/<n>.m4s` is two; one more leaves room for a language folder. */
const MAX_FILE_DEPTH = 3
const PUBLIC_ID = /^[0-9A-Za-z]{11}$/
const TOKEN = /^[0-9A-Za-z._-]{1,64}$/
/** No percent sign, no leading dot: there is one spelling of a key, and none climbs out of its folder. */
const SEGMENT = /^[0-9A-Za-z_-][0-9A-Za-z._-]{0,127}$/
const EXTENSION = /\.([0-9a-z]{1,5})$/

/** Null for whatever is not exactly such a path. A query (CMCD, cache busters) is not part of it. */
export function parseDeliveryPath(url: string): DeliveryPath | null {
  if (url.length > MAX_LENGTH + 2_048) return null
  const [path = ''] = url.split('?', 1)
  const [root, v, token = '', video = '', revision = '', ...file] = path.split('/')
  if (path.length > MAX_LENGTH || root !== '' || v !== 'v') return null
  if (!TOKEN.test(token) || !PUBLIC_ID.test(video)) return null
  if (file.length < 1 || file.length > MAX_FILE_DEPTH) return null
  if (![revision, ...file].every((segment) => SEGMENT.test(segment))) return null
  const extension = EXTENSION.exec(path)?.[1]
  return extension ? { token, video, key: ['videos', video, revision, ...file].join('/'), extension } : null
}
