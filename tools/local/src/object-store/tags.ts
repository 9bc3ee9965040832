import type { RequestHead } from './request.ts'
import { S3Error } from './s3-error.ts'
import { childText, readXml } from './xml/read-xml.ts'
import { xmlDocument } from './xml/write-xml.ts'

/** Pairs and not a record: a tag may be named `__proto__`. */
export type Tags = readonly (readonly [key: string, value: string])[]

/** S3's bounds, in characters: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_TAGS = 10
const LONGEST_KEY = 128
const LONGEST_VALUE = 256

/** Of x-amz-tagging, which is written like a query. @throws S3Error BadRequest, InvalidTag */
export function readTagHeader({ headers }: Pick<RequestHead, 'headers'>): Tags {
  return checkedTags([...new URLSearchParams(headers.get('x-amz-tagging') ?? '')])
}

/** @throws S3Error MalformedXML, BadRequest, InvalidTag */
export function readTagDocument(document: string): Tags {
  const root = readXml(document)
  const set = root.children.find(({ name }) => name === 'TagSet')
  if (root.name !== 'Tagging' || !set) throw new S3Error('MalformedXML', 'Tagging must hold a TagSet')
  return checkedTags(
    set.children.map((tag) => [childText(tag, 'Key') ?? '', childText(tag, 'Value') ?? ''] as const),
  )
}

export function writeTagDocument(tags: Tags): string {
  return xmlDocument('Tagging', { TagSet: { Tag: tags.map(([Key, Value]) => ({ Key, Value })) } })
}

export function hasTags(tags: Tags, wanted: Tags): boolean {
  return wanted.every(([key, value]) => tags.some((tag) => tag[0] === key && tag[1] === value))
}

function checkedTags(tags: Tags): Tags {
  if (tags.length > MOST_TAGS) throw new S3Error('BadRequest', `An object has at most ${MOST_TAGS} tags`)
  for (const [key, value] of tags) {
    if (key === '' || key.length > LONGEST_KEY || value.length > LONGEST_VALUE) {
      throw new S3Error(
        'InvalidTag',
        `A tag has 1 to ${LONGEST_KEY} characters and at most ${LONGEST_VALUE} in its value`,
      )
    }
  }
  if (new Set(tags.map(([key]) => key)).size < tags.length) {
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key')
  }
  return tags
}
