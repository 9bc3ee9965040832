import { S3Error } from '../s3-error.ts'

/** One element: its text with references resolved, and its children. */
export interface XmlElement {
  name: string
  text: string
  children: XmlElement[]
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)([^<>]*?)(\/?)>|([^<]+)/gy
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** S3's documents nest three deep. */
const MAX_DEPTH = 8

/** Reads the few elements that S3 requests use. No document types, so no entities to expand. */
export function readXml(document: string): XmlElement {
  const top: XmlElement = { name: '', text: '', children: [] }
  const open = [top]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < document.length) {
    const match = TOKEN.exec(document)
    const current = open.at(-1)
    if (!match || !current || open.length > MAX_DEPTH) throw malformed()
    const [, closing, name, , selfClosing, text] = match
    if (text !== undefined) current.text += resolve(text)
    if (name === undefined) continue
    if (closing) {
      if (current.name !== localName(name) || open.length === 1) throw malformed()
      open.pop()
      continue
    }
    const element = { name: localName(name), text: '', children: [] }
    current.children.push(element)
    if (!selfClosing) open.push(element)
  }
  const [root, ...more] = top.children
  if (!root || more.length > 0 || open.length !== 1 || top.text.trim() !== '') throw malformed()
  return root
}

/** The text of the first child of this name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text
}

function resolve(text: string): string {
  return text.replaceAll(/&([^;&]*);?/g, (reference, body: string) => {
    const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(body) ?? []
    const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal)
    const resolved = NAMED[body] ?? (code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined)
    if (resolved === undefined || !reference.endsWith(';')) throw malformed()
    return resolved
  })
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function malformed(): S3Error {
  return new S3Error('MalformedXML', 'The XML you provided was not well-formed')
}
