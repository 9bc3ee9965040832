import { newPublicId } from '@marquee/schema/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readKnownRevisions } from '../revisions/index.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { findCaptions, recordExtracted, removeCaption, reserveCaption, saveCaption } from './store.ts'

let channel: TestChannel

beforeAll(async () => {
  channel = await openChannel()
})
afterAll(() => channel.close())

async function createVideo() {
  const { database, ids, channelId } = channel
  const id = BigInt(ids.next())
  return database.video.create({ data: { id, publicId: newPublicId(), channelId, title: 'Clip' } })
}

type Video = Awaited<ReturnType<typeof createVideo>>

const extracted = (revision: string, ...languages: string[]) => ({
  revision,
  tracks: languages.map((language) => ({ language, path: `${revision}/${language}.vtt` })),
})

async function captionsOf(video: Video): Promise<string[]> {
  const [rows = []] = await findCaptions(channel.database, [video.id])
  return rows.map(({ language, origin, path }) => `${language} ${origin} ${path}`)
}

async function retiredOf({ publicId: videoPublicId }: Video): Promise<string[]> {
  const rows = await channel.database.retiredRevision.findMany({ where: { videoPublicId } })
  return rows.map(({ revision }) => revision).sort()
}

describe('captions of a video', () => {
  it('that were found in its file replace those found before, and none of its creator', async () => {
    const { database } = channel
    const video = await createVideo()
    await recordExtracted(database, video, extracted('found-1', 'de', 'en', 'ko'))
    await saveCaption(database, video, { language: 'en', label: '', path: 'own-1/en.vtt' })
    await recordExtracted(database, video, extracted('found-2', 'de', 'en', 'ko'))
    expect(await captionsOf(video)).toEqual([
      'de embedded found-2/de.vtt',
      'en uploaded own-1/en.vtt',
      'ko embedded found-2/ko.vtt',
    ])
    // The folder goes with the last that was in it.
    expect(await retiredOf(video)).toEqual(['found-1'])
    await recordExtracted(database, video, extracted('found-3', 'en'))
    expect(await retiredOf(video)).toEqual(['found-1', 'found-3'])
  })

  it('belong to nobody until they are saved, and to the video from then on', async () => {
    const { database } = channel
    const video = await createVideo()
    await reserveCaption(database, video, 'own-2/fr.vtt')
    expect(await retiredOf(video)).toEqual(['own-2'])
    await saveCaption(database, video, { language: 'fr', label: 'Québec', path: 'own-2/fr.vtt' })
    expect(await retiredOf(video)).toEqual([])
    expect((await readKnownRevisions(database, video.id))?.revisions).toContain('own-2')
    expect(await removeCaption(database, video, 'fr')).toMatchObject({ publicId: video.publicId })
    expect([await captionsOf(video), await retiredOf(video)]).toEqual([[], ['own-2']])
    expect(await removeCaption(database, video, 'fr')).toBeNull()
  })

  it('are not given to one that is gone', async () => {
    const { database } = channel
    const video = await createVideo()
    await database.video.update({ where: { id: video.id }, data: { status: 'deleted' } })
    expect(await saveCaption(database, video, { language: 'en', label: '', path: 'x/en.vtt' })).toBeNull()
    await recordExtracted(database, video, extracted('found-4', 'en'))
    expect([await captionsOf(video), await retiredOf(video)]).toEqual([[], ['found-4']])
  })
})
