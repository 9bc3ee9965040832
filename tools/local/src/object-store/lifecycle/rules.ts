import { S3Error } from '../s3-error.ts'
import { hasTags, type Tags } from '../tags.ts'
import { childText, readXml, type XmlElement } from '../xml/read-xml.ts'
import { type XmlContent, xmlDocument } from '../xml/write-xml.ts'

/** One rule of a bucket: what it is about, and after how many days that goes. */
export interface LifecycleRule {
  id: string
  enabled: boolean
  prefix: string
  /** An object must have all of them. */
  tags: Tags
  /** Days after which an object is deleted. */
  expireDays: number | undefined
  /** Days after which an upload that is not complete is aborted. */
  abortDays: number | undefined
}

/** S3's bound. */
const MOST_RULES = 1_000
const KNOWN = ['ID', 'Status', 'Filter', 'Prefix', 'Expiration', 'AbortIncompleteMultipartUpload']

/** @throws S3Error MalformedXML, InvalidArgument, InvalidRequest; NotImplemented for what would silently not be done */
export function readLifecycle(document: string): LifecycleRule[] {
  const root = readXml(document)
  if (root.name !== 'LifecycleConfiguration' || root.children.length === 0) {
    throw new S3Error('MalformedXML', 'LifecycleConfiguration must hold at least one Rule')
  }
  if (root.children.length > MOST_RULES) throw new S3Error('InvalidRequest', `At most ${MOST_RULES} rules`)
  const rules = root.children.map(readRule)
  if (new Set(rules.map(({ id }) => id)).size < rules.length) {
    throw new S3Error('InvalidArgument', 'Rule ID must be unique')
  }
  return rules
}

export function writeLifecycle(rules: readonly LifecycleRule[]): string {
  return xmlDocument('LifecycleConfiguration', {
    Rule: rules.map(({ id, enabled, prefix, tags, expireDays, abortDays }) => ({
      ID: id,
      Filter: writeFilter(prefix, tags),
      Status: enabled ? 'Enabled' : 'Disabled',
      Expiration: expireDays === undefined ? undefined : { Days: expireDays },
      AbortIncompleteMultipartUpload:
        abortDays === undefined ? undefined : { DaysAfterInitiation: abortDays },
    })),
  })
}

/** Whether an object of this age has expired by this rule. */
export function isExpired(
  { prefix, tags: wanted, expireDays }: LifecycleRule,
  { key, tags = [] }: { key: string; tags?: Tags | undefined },
  ageDays: number,
): boolean {
  return expireDays !== undefined && ageDays >= expireDays && key.startsWith(prefix) && hasTags(tags, wanted)
}

function readRule(rule: XmlElement, index: number): LifecycleRule {
  if (rule.name !== 'Rule') throw new S3Error('MalformedXML', `${rule.name} is not a Rule`)
  onlyKnown(rule, KNOWN)
  const status = childText(rule, 'Status')
  if (status !== 'Enabled' && status !== 'Disabled')
    throw new S3Error('MalformedXML', 'Status must be Enabled or Disabled')
  const read = {
    id: childText(rule, 'ID') || `rule-${index + 1}`,
    enabled: status === 'Enabled',
    ...readFilter(rule),
    expireDays: readDays(rule, 'Expiration', 'Days'),
    abortDays: readDays(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
  }
  if (read.expireDays === undefined && read.abortDays === undefined) {
    throw new S3Error('InvalidRequest', 'At least one action needs to be specified in a rule')
  }
  if (read.abortDays !== undefined && read.tags.length > 0) {
    throw new S3Error('InvalidRequest', 'AbortIncompleteMultipartUpload cannot be specified with tags')
  }
  return read
}

/** The filter's prefix and tags, which stand directly in it when alone and under And when together. */
function readFilter(rule: XmlElement): Pick<LifecycleRule, 'prefix' | 'tags'> {
  const filter = child(rule, 'Filter')
  if (!filter) return { prefix: childText(rule, 'Prefix') ?? '', tags: [] }
  onlyKnown(filter, ['Prefix', 'Tag', 'And'])
  const within = child(filter, 'And') ?? filter
  onlyKnown(within, ['Prefix', 'Tag'])
  const tags = within.children.filter(({ name }) => name === 'Tag')
  return {
    prefix: childText(within, 'Prefix') ?? '',
    tags: tags.map((tag) => [childText(tag, 'Key') ?? '', childText(tag, 'Value') ?? ''] as const),
  }
}

function writeFilter(prefix: string, tags: Tags): XmlContent {
  const Tag = tags.map(([Key, Value]) => ({ Key, Value }))
  if (tags.length === 0) return { Prefix: prefix }
  return tags.length === 1 && prefix === '' ? { Tag } : { And: { Prefix: prefix, Tag } }
}

function readDays(rule: XmlElement, action: string, name: string): number | undefined {
  const element = child(rule, action)
  if (!element) return undefined
  onlyKnown(element, [name])
  const text = childText(element, name) ?? ''
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new S3Error('InvalidArgument', `'${name}' for ${action} action must be a positive integer`)
  }
  return Number(text)
}

function onlyKnown(element: XmlElement, names: readonly string[]): void {
  const other = element.children.find(({ name }) => !names.includes(name))
  if (other) throw new S3Error('NotImplemented', `${element.name} with ${other.name} is not implemented`)
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name)
}
