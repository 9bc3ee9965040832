import { ListObjectsV2Command, type ListObjectsV2CommandInput, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Behaviour } from './subject.ts'

/** More than a page of S3, which is 1,000. */
const MANY = 1_005
const WRITERS = 16

export const listingBehaviour: Behaviour = ({ check, bench }) => {
  async function fill(folder: string, names: readonly string[]): Promise<void> {
    const { client, bucket, prefix } = bench()
    const queue = names.values()
    const lane = async () => {
      for (const name of queue) {
        const Key = `${prefix}/${folder}/${name}`
        await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, lane))
  }

  /** All pages, a line for each key and each common prefix, as they come. */
  async function list(folder: string, options: Partial<ListObjectsV2CommandInput> = {}) {
    const { client, bucket, prefix } = bench()
    const whole = `${prefix}/${folder}/`
    const lines: string[] = []
    let pages = 0
    for (let token: string | undefined; pages === 0 || token; pages++) {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: whole, ...options, ContinuationToken: token }),
      )
      const found = [
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map((one) => one.Prefix),
      ]
      lines.push(...found.map((key = '') => key.slice(whole.length)))
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    }
    return { lines, pages }
  }

  check('a listing of more than 1,000 keys has pages, in order', async () => {
    const names = Array.from({ length: MANY }, (_, index) => `${index % 7}/${index}`)
    await fill('many', names)
    expect(await list('many')).toEqual({ lines: [...names].sort(), pages: 2 })
  })

  check('a page is as short as asked, and the next goes on behind it', async () => {
    await fill('short', ['a', 'b', 'c', 'd', 'e'])
    expect(await list('short', { MaxKeys: 2 })).toEqual({ lines: ['a', 'b', 'c', 'd', 'e'], pages: 3 })
  })

  check('a delimiter folds common prefixes, over pages', async () => {
    await fill('fold', ['a', 'b/1', 'b/2', 'b-', 'c/d/1', 'e'])
    const { lines } = await list('fold', { Delimiter: '/', MaxKeys: 2 })
    expect([...lines].sort()).toEqual(['a', 'b-', 'b/', 'c/', 'e'])
  })

  check('a listing starts after a key', async () => {
    await fill('after', ['a', 'b', 'b/1', 'c'])
    const { lines } = await list('after', { StartAfter: `${bench().prefix}/after/b` })
    expect(lines).toEqual(['b/1', 'c'])
  })

  check('a listing knows sizes and ETags', async () => {
    const { client, bucket, prefix } = bench()
    const Key = `${prefix}/entry`
    const { ETag } = await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'seven b' }))
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: Key }))
    expect(Contents).toMatchObject([{ Key, Size: 7, ETag }])
  })

  check('under a prefix that has nothing there is nothing', async () => {
    expect(await list('nothing')).toEqual({ lines: [], pages: 1 })
  })
}
