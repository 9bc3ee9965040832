import { json } from 'node:stream/consumers'
import { STREAM_HEAD, type StreamHead } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutAt, damaged, foreignFilm, plainFilm } from './testing/breaking-films.ts'
import { describePublished } from './testing/describe-published.ts'
import type { TaskBench, TestSource } from './testing/run-tasks.ts'
import { artefactOf, keysOf, openTaskBench, runAll, upload } from './testing/run-tasks.ts'

/** Two definitions that differ in what becomes of a film that breaks. */
let rejecting: TaskBench
let publishing: TaskBench

beforeAll(async () => {
  rejecting = await openTaskBench()
  publishing = await openTaskBench('auto', undefined, 'until-damage')
})
afterAll(() => Promise.all([rejecting.close(), publishing.close()]))

async function inspected(bench: TaskBench, bytes: Uint8Array): Promise<TestSource> {
  const source = await upload(bench, bytes)
  await runAll(bench, source, ['inspect'])
  return source
}

describe('a film that is damaged half-way', () => {
  it('is refused by a definition that says nothing of it', async () => {
    const source = await inspected(rejecting, damaged(await plainFilm(), 0.6))
    await runAll(rejecting, source, ['publish-source', 'split'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: true })
    expect(await rejecting.run('encode', source)).toMatchObject({ failure: { code: 'SOURCE_DAMAGED' } })
  })

  it('is published as far as it is whole by one that says so', async () => {
    const source = await inspected(publishing, damaged(await plainFilm(), 0.6))
    const { facts, broken, remark } = artefactOf(source, 'facts')
    expect(broken?.code).toBe('SOURCE_DAMAGED')
    expect(remark).toMatch(/^Only the first \d+(\.\d+)? s are whole\./)
    const seconds = facts.durationMs / 1000
    expect(seconds).toBeGreaterThan(8)
    expect(seconds).toBeLessThan(20)
    await runAll(publishing, source, ['split', 'audio', 'encode', 'check-integrity', 'package', 'publish'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: false, durationMs: facts.durationMs })
    const published = await describePublished(publishing, source)
    expect(published.seconds).toBeCloseTo(seconds, 1)
    expect(published.frames).toBe(facts.video.frameCount)
  })

  it('is refused where next to nothing is whole, and leaves nothing behind', async () => {
    const source = await upload(publishing, damaged(await plainFilm(), 0.1))
    expect(await publishing.run('inspect', source)).toMatchObject({ failure: { code: 'SOURCE_DAMAGED' } })
    expect((await keysOf(publishing.stores.temporary)).filter((key) => key.includes(source.runId))).toEqual(
      [],
    )
  })
})

describe('a film that ends half-way, and grows while it is encoded', () => {
  it('grows as far as it is whole, and was never announced as longer', async () => {
    const source = await inspected(publishing, cutAt(await foreignFilm(), 0.8))
    const { facts, broken, reasonsAgainstRemux } = artefactOf(source, 'facts')
    expect(broken?.code).toBe('SOURCE_TRUNCATED')
    expect(reasonsAgainstRemux).not.toEqual([])
    expect(facts.durationMs).toBeGreaterThan(20_000)
    expect(facts.durationMs).toBeLessThan(26_000)

    await runAll(publishing, source, ['loudness', 'split', 'audio-first', 'encode-first', 'publish-growing'])
    const growing = artefactOf(source, 'publication')
    expect(growing).toMatchObject({ early: true, durationMs: facts.durationMs })
    const head = await publishing.stores.transcoded.get(
      `videos/testVideo01/${growing.revision}/${STREAM_HEAD}`,
    )
    expect(((await json(head.body)) as StreamHead).durationMs).toBe(facts.durationMs)
    const chunks = artefactOf(source, 'chunks').chunks
    expect(chunks.length).toBeGreaterThan(1)
    expect(chunks.at(-1)?.endMs).toBe(facts.durationMs)
  })
})
