/** A picture stream of a multivariant playlist (RFC 8216bis §4.4.6.2). Rates in bit/s. */
export interface Variant {
  readonly uri: string
  readonly width: number
  readonly height: number
  readonly frameRate: number
  readonly codecs: readonly string[]
  readonly bandwidth: number
  readonly averageBandwidth: number
  /** Of its sound; null where it has none of its own. */
  readonly audioGroup: string | null
}

/** A sound of a multivariant playlist (§4.4.6.1). */
export interface AudioRendition {
  readonly uri: string
  readonly groupId: string
}

export interface MultivariantPlaylist {
  readonly variants: readonly Variant[]
  readonly audio: readonly AudioRendition[]
}

/** Durations in seconds. */
export interface MediaPlaylist {
  readonly init: string | null
  readonly segments: readonly { readonly uri: string; readonly duration: number }[]
  readonly ended: boolean
}

/** Null where the text is no playlist. Reads what our packager writes, not every playlist of the world. */
export function parseMultivariant(text: string): MultivariantPlaylist | null {
  const lines = linesOf(text)
  if (lines[0] !== '#EXTM3U') return null
  const variants = lines.flatMap((line, index) =>
    line.startsWith('#EXT-X-STREAM-INF:') ? [variant(attributesOf(line), lines[index + 1] ?? '')] : [],
  )
  const media = lines.filter((line) => line.startsWith('#EXT-X-MEDIA:')).map(attributesOf)
  const audio = media
    .filter((attributes) => attributes.get('TYPE') === 'AUDIO')
    .map((attributes) => ({ uri: attributes.get('URI') ?? '', groupId: attributes.get('GROUP-ID') ?? '' }))
  return { variants, audio }
}

function variant(attributes: ReadonlyMap<string, string>, uri: string): Variant {
  const [width = 0, height = 0] = (attributes.get('RESOLUTION') ?? '').split('x').map(Number)
  const bandwidth = Number(attributes.get('BANDWIDTH') ?? 0)
  return {
    uri,
    width,
    height,
    frameRate: Number(attributes.get('FRAME-RATE') ?? 0),
    codecs: (attributes.get('CODECS') ?? '').split(','),
    bandwidth,
    averageBandwidth: Number(attributes.get('AVERAGE-BANDWIDTH') ?? bandwidth),
    audioGroup: attributes.get('AUDIO') ?? null,
  }
}

/** Null where the text is no playlist. */
export function parseMedia(text: string): MediaPlaylist | null {
  const lines = linesOf(text)
  if (lines[0] !== '#EXTM3U') return null
  const map = lines.find((line) => line.startsWith('#EXT-X-MAP:'))
  const segments = lines.flatMap((line, index) => {
    const duration = /^#EXTINF:([\d.]+)/.exec(line)?.[1]
    const uri = lines.slice(index + 1).find((next) => !next.startsWith('#'))
    return duration && uri ? [{ uri, duration: Number(duration) }] : []
  })
  return {
    init: (map && attributesOf(map).get('URI')) ?? null,
    segments,
    ended: lines.includes('#EXT-X-ENDLIST'),
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '')
}

/** `#EXT-X-X:A=1,B="x,y"` → A → `1`, B → `x,y`. */
function attributesOf(line: string): ReadonlyMap<string, string> {
  const list = line.slice(line.indexOf(':') + 1)
  const pairs = list.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)
  return new Map([...pairs].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']))
}
