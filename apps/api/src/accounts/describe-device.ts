import Bowser from 'bowser'

export type DeviceKind = 'computer' | 'phone' | 'tablet' | 'tv' | 'program' | 'unknown'

/** What a session's user agent says of its device. Anybody can claim to be any: it is for the owner to recognize theirs. */
export interface Device {
  readonly kind: DeviceKind
  /** Such as Chrome; null for what is no browser. */
  readonly browser: string | null
  /** Such as Windows; null where it is not said. */
  readonly system: string | null
}

const KINDS: Readonly<Record<string, DeviceKind>> = {
  desktop: 'computer',
  mobile: 'phone',
  tablet: 'tablet',
  tv: 'tv',
}

/** How Node's fetch, and with it our command line, names itself; curl and its like are programs too. */
const PROGRAM = /^(node|undici|marquee|curl|python|go-http-client|okhttp)\b/i

/** Longer ones are nobody's browser, and regular expressions run over them. */
const MAX_LENGTH = 512

export function describeDevice(userAgent: string | null): Device {
  const unknown: Device = { kind: 'unknown', browser: null, system: null }
  if (!userAgent || userAgent.length > MAX_LENGTH) return unknown
  if (PROGRAM.test(userAgent)) return { ...unknown, kind: 'program' }
  const { browser, os, platform } = Bowser.parse(userAgent)
  const kind = KINDS[platform.type ?? ''] ?? 'unknown'
  return { kind, browser: browser.name || null, system: os.name || null }
}
