import type { IncomingHttpHeaders } from 'node:http'

/** What a condition is compared with. */
export interface Validators {
  /** Strong, in its quotes. */
  readonly etag: string
  readonly lastModified: Date
}

/** Whether the caller's copy still holds (RFC 9110 section 13.2.2): If-None-Match outranks If-Modified-Since. */
export function isNotModified(headers: IncomingHttpHeaders, current: Validators): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return listsTag(tags, current.etag)
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return !Number.isNaN(since) && wholeSeconds(current.lastModified) <= since
}

/** Whether a Range may be answered in part: If-Range must name exactly this version (section 13.1.5). */
export function isRangeCurrent(headers: IncomingHttpHeaders, current: Validators): boolean {
  const condition = headers['if-range']?.toString()
  if (condition === undefined) return true
  if (condition.includes('"')) return condition.trim() === current.etag
  return Date.parse(condition) === wholeSeconds(current.lastModified)
}

/** Weak comparison: a cache may have weakened the tag on the way. */
function listsTag(header: string, etag: string): boolean {
  return header.split(',').some((tag) => {
    const bare = tag.trim().replace(/^W\//, '')
    return bare === '*' || bare === etag
  })
}

/** HTTP dates have no milliseconds. */
function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000
}
