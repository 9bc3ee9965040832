import {
  CopyObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { completeUpload, createUpload, sendPart } from './multipart-tools.ts'
import type { Behaviour } from './subject.ts'

/** S3's bounds. */
const MOST_TAGS = 10
const LONGEST_KEY = 128

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export const tagBehaviour: Behaviour = ({ check, bench }) => {
  const object = (name: string) => ({ Bucket: bench().bucket, Key: `${bench().prefix}/${name}` })
  async function tagsOf(name: string): Promise<Record<string, string>> {
    const { TagSet = [] } = await bench().client.send(new GetObjectTaggingCommand(object(name)))
    return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]))
  }
  const setTags = (name: string, tags: Record<string, string>) => {
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
    return bench().client.send(new PutObjectTaggingCommand({ ...object(name), Tagging: { TagSet } }))
  }

  async function upload(name: string, Tagging?: string): Promise<void> {
    const open = await createUpload(bench(), object(name).Key, { Tagging })
    const { etag } = await sendPart(bench(), open, 1, Buffer.from('parts'))
    await completeUpload(bench(), open, [{ PartNumber: 1, ETag: etag }])
  }

  check('tags are set, replaced and removed without touching the object', async () => {
    const { client } = bench()
    await client.send(new PutObjectCommand({ ...object('plain'), Body: 'x', ContentType: 'text/plain' }))
    const before = await client.send(new HeadObjectCommand(object('plain')))
    expect(await tagsOf('plain')).toEqual({})
    await setTags('plain', { run: '1', 'a b': 'ü + =' })
    expect(await tagsOf('plain')).toEqual({ run: '1', 'a b': 'ü + =' })
    await setTags('plain', { run: '2' })
    expect(await tagsOf('plain')).toEqual({ run: '2' })
    const { ETag, ContentType } = before
    expect(await client.send(new HeadObjectCommand(object('plain')))).toMatchObject({
      ETag,
      ContentType,
    })
    expect((await bench().wire.call({ method: 'GET', key: object('plain').Key })).text).toBe('x')
    await client.send(new DeleteObjectTaggingCommand(object('plain')))
    expect(await tagsOf('plain')).toEqual({})
  })

  check('tags do not make an object younger', async () => {
    const { client } = bench()
    await client.send(new PutObjectCommand({ ...object('aged'), Body: 'x' }))
    const { LastModified } = await client.send(new HeadObjectCommand(object('aged')))
    // HTTP dates have whole seconds.
    await expect
      .poll(() => Date.now(), { timeout: 5_000 })
      .toBeGreaterThan((LastModified?.getTime() ?? 0) + 1_000)
    await setTags('aged', { run: '1' })
    expect(await client.send(new HeadObjectCommand(object('aged')))).toMatchObject({ LastModified })
  })

  check('a PUT brings its tags with it', async () => {
    const { client } = bench()
    await client.send(new PutObjectCommand({ ...object('put'), Body: 'x', Tagging: 'keep=no&a%20b=c%26d' }))
    expect(await tagsOf('put')).toEqual({ keep: 'no', 'a b': 'c&d' })
  })

  check('the object of an upload has the tags that it was begun with', async () => {
    await upload('begun', 'keep=yes')
    expect(await tagsOf('begun')).toEqual({ keep: 'yes' })
  })

  check('the object of an upload takes tags later', async () => {
    await upload('later')
    await setTags('later', { keep: 'no' })
    expect(await tagsOf('later')).toEqual({ keep: 'no' })
    expect((await bench().wire.call({ method: 'GET', key: object('later').Key })).text).toBe('parts')
  })

  check('a new object under the key has no tags of the old one', async () => {
    const { client } = bench()
    await client.send(new PutObjectCommand({ ...object('again'), Body: 'x', Tagging: 'old=1' }))
    await client.send(new PutObjectCommand({ ...object('again'), Body: 'y' }))
    expect(await tagsOf('again')).toEqual({})
  })

  check('a copy takes the tags along', async () => {
    const { client, bucket, prefix } = bench()
    await client.send(new PutObjectCommand({ ...object('source'), Body: 'x', Tagging: 'of=source' }))
    const copy = { ...object('copy'), CopySource: `${bucket}/${prefix}/source` }
    await client.send(new CopyObjectCommand(copy))
    expect(await tagsOf('copy')).toEqual({ of: 'source' })
  })

  check('a copy may have tags of its own', async () => {
    const { client, bucket, prefix } = bench()
    await client.send(new PutObjectCommand({ ...object('tagged'), Body: 'x', Tagging: 'of=source' }))
    const copy = { ...object('retagged'), CopySource: `${bucket}/${prefix}/tagged` }
    await client.send(new CopyObjectCommand({ ...copy, TaggingDirective: 'REPLACE', Tagging: 'of=copy' }))
    expect(await tagsOf('retagged')).toEqual({ of: 'copy' })
  })

  check('an object tells how many tags it has', async () => {
    const { client, wire } = bench()
    await client.send(new PutObjectCommand({ ...object('counted'), Body: 'x', Tagging: 'a=1&b=2' }))
    const { headers } = await wire.call({ method: 'GET', key: object('counted').Key })
    expect(headers['x-amz-tagging-count']).toBe('2')
  })

  check('more than 10 tags are refused, and names that are too long', async () => {
    const { client } = bench()
    const code = (tags: Record<string, string>) =>
      setTags('bounded', tags).then(
        () => 'succeeded',
        (error: Error) => error.name,
      )
    await client.send(new PutObjectCommand({ ...object('bounded'), Body: 'x' }))
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${n}`, '']))
    expect(await code(many(MOST_TAGS))).toBe('succeeded')
    expect(['BadRequest', 'InvalidTag']).toContain(await code(many(MOST_TAGS + 1)))
    expect(await code({ ['k'.repeat(LONGEST_KEY + 1)]: '' })).toBe('InvalidTag')
    expect(Object.keys(await tagsOf('bounded'))).toHaveLength(MOST_TAGS)
  })

  check('tags of what is not there are NoSuchKey', async () => {
    const { wire, prefix } = bench()
    const answer = await wire.call({ method: 'GET', key: `${prefix}/none`, query: { tagging: '' } })
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchKey' })
  })
}
