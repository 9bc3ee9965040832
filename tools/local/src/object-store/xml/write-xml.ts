/** Elements by name; an array repeats its name; undefined leaves it out. */
export interface XmlContent {
  [name: string]: XmlValue | XmlValue[]
}

export type XmlValue = string | number | boolean | undefined | XmlContent

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export function xmlDocument(root: string, content: XmlContent): string {
  const namespace = root === 'Error' ? '' : ` xmlns="${NAMESPACE}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${writeContent(content)}</${root}>`
}

function writeContent(content: XmlContent): string {
  return Object.entries(content)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => writeElement(name, one)),
    )
    .join('')
}

function writeElement(name: string, value: XmlValue): string {
  if (value === undefined) return ''
  return `<${name}>${typeof value === 'object' ? writeContent(value) : escapeText(String(value))}</${name}>`
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"\p{Cc}]/gu, (character) => `&#${character.codePointAt(0)};`)
}
