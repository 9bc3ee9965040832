/** What SubRip and WebVTT share, and players draw. Whatever else a file holds in angle brackets is left out. */
const TAGS: ReadonlySet<string> = new Set(['b', 'i', 'u', 'ruby', 'rt'])

/** Character references of WebVTT (§3.2.2); any other ampersand is one. */
const REFERENCES: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'lrm', 'rlm', 'nbsp'])

/** SubRip's inheritance of SSA: `{\an8}`. */
const OVERRIDES = /\{\\[^{}]*\}/g
/** A tag, a reference, one of the three characters that must not stand bare, or text. */
const TOKENS = /<(\/?)([a-z]+)([^<>]*)>|<(?=[a-z\d/!?])[^<>]*>|&([a-z]+);|[<>&]|[^<>&]+/gi
const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' }

/**
 * The lines of a caption, of either format, as a WebVTT payload: text, and tags that are closed in the order in which
 * they were opened. None has attributes. Read again, it stays what it is: markup that appears where other markup was
 * left out is left out too.
 */
export function payloadOf(lines: readonly string[]): string {
  let text = lines.join('\n')
  for (;;) {
    const written = leaveOut(text)
    if (written === text) return written
    text = written
  }
}

function leaveOut(text: string): string {
  const open: string[] = []
  const written = text
    .replaceAll(OVERRIDES, '')
    .replaceAll(TOKENS, (token, slash?: string, tag?: string, _rest?: string, reference?: string) => {
      const name = tag?.toLowerCase()
      if (name !== undefined && TAGS.has(name)) return slash ? close(open, name) : begin(open, name)
      if (reference !== undefined && REFERENCES.has(reference)) return token
      if (token.length > 1 && token.startsWith('<')) return ''
      return token.replaceAll(/[<>&]/g, (one) => ESCAPES[one] ?? one)
    })
  // A blank line would end the caption.
  return `${written}${open.reverse().map(closing).join('')}`
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
    .trim()
}

const closing = (name: string) => `</${name}>`

function begin(open: string[], name: string): string {
  open.push(name)
  return `<${name}>`
}

/** Closes what was opened inside it too; what was never opened is not closed. */
function close(open: string[], name: string): string {
  const at = open.lastIndexOf(name)
  return at < 0 ? '' : open.splice(at).reverse().map(closing).join('')
}
