import { rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  chooseDownloads,
  downloadName,
  joinArguments,
  type PictureTrack,
  RENDITION_NAME,
  type SoundTrack,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { defineTask, many, one, optional } from './define-task.ts'
import { revisionObject } from './revision-object.ts'
import { fetchTrack } from './stream/fetch-track.ts'
import { partsByTrack } from './stream/parts-by-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure, throwUnlessDone } from './task-failure.ts'

const options = z.strictObject({
  /** Of those that it reads: the highest, all, or by name. */
  renditions: z
    .union([z.enum(['highest', 'all']), z.array(z.string().regex(RENDITION_NAME)).min(1)])
    .default('highest'),
})

export const download = defineTask({
  type: 'download',
  summary: 'Joins renditions and the stereo sound to MP4 files that can be taken away.',
  resource: 'light',
  priority: 3,
  consumes: {
    stream: one(ARTEFACTS.stream),
    // It joins what they have written.
    renditions: many(ARTEFACTS.renditions),
    sound: optional(ARTEFACTS.sound),
  },
  produces: { downloads: ARTEFACTS.downloads },
  options,
  cost: { fixed: 0.1, perSecond: 0.003 },
  run: async (context, { stream, renditions, sound }, { renditions: choice }) => {
    const made = partsByTrack(renditions, sound)
    const pictures = stream.head.pictures.filter(({ name }) => made.has(name))
    const stereo = chooseSound(stream.head.sounds.filter(({ name }) => made.has(name)))
    const segmentsOf = ({ name }: PictureTrack | SoundTrack) =>
      (made.get(name) ?? []).flatMap((part) => part.segments)
    const bytesOf = (track: PictureTrack | SoundTrack) =>
      segmentsOf(track).reduce((sum, { bytes }) => sum + bytes, 0)
    const fetch = (track: PictureTrack | SoundTrack, file: string) =>
      fetchTrack(context, { revision: stream.revision, name: track.name }, segmentsOf(track).length, file)
    const soundBytes = stereo ? bytesOf(stereo) : 0
    const files: ArtefactOf<'downloads'>['files'][number][] = []
    for (const [index, picture] of chooseDownloads(pictures, choice).entries()) {
      const bytes = bytesOf(picture) + soundBytes
      await requireRoom(context.folder, bytes)
      if (stereo && index === 0) await fetch(stereo, SOUND_FILE)
      await fetch(picture, PICTURE_FILE)
      await joinTracks(context, stereo !== null, bytes)
      files.push(await publishFile(context, picture))
      await Promise.all([PICTURE_FILE, JOINED_FILE].map((file) => rm(join(context.folder, file))))
    }
    return { downloads: { revision: context.revision, files } }
  },
})

const PICTURE_FILE = 'picture.mp4'
const SOUND_FILE = 'sound.mp4'
const JOINED_FILE = 'joined.mp4'

/** AAC is what every player decodes in MP4, and not every one mixes six channels down. */
function chooseSound(sounds: readonly SoundTrack[]): SoundTrack | null {
  const small = sounds.filter(({ channels }) => channels <= 2)
  return small.find(({ codec }) => codec.startsWith('mp4a')) ?? small[0] ?? sounds[0] ?? null
}

/** The tracks lie there, and joined once more. Half of what is free is for the tasks beside it, which make films watchable. */
async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (2 * bytes > (bavail * bsize) / 2)
    throw new TaskFailure('WORKER_DISK_FULL', `${2 * bytes} bytes are more than half of what is free`)
}

/** Copying is as fast as the disk. */
const TIMEOUT_MS = 1_800_000
const SLOWEST_BYTES_PER_MS = 20_000
/** The index of a file, against its media: some 16 bytes for each frame. */
const INDEX_SHARE = 1.2

async function joinTracks({ programs }: TaskContext, hasSound: boolean, bytes: number): Promise<void> {
  const sound = hasSound ? SOUND_FILE : null
  const run = await programs.run(
    'ffmpeg',
    joinArguments({ picture: PICTURE_FILE, sound, output: JOINED_FILE }),
    {
      timeoutMs: TIMEOUT_MS + bytes / SLOWEST_BYTES_PER_MS,
      // It shares the machine with what makes the video watchable.
      limits: { nice: NICE.seen, fileBytes: Math.ceil(bytes * INDEX_SHARE) + 10_000_000 },
    },
  )
  throwUnlessDone(run, 'PACKAGE_FAILED')
}

async function publishFile(
  { stores, folder, revision, revisionPrefix, signal }: TaskContext,
  { name, width, height }: PictureTrack,
): Promise<ArtefactOf<'downloads'>['files'][number]> {
  const file = join(folder, JOINED_FILE)
  const object = downloadName(name)
  const { size } = await stat(file)
  await stores.transcoded.uploadFile(file, `${revisionPrefix}${object}`, {
    ...revisionObject(object),
    signal,
  })
  return { name, path: `${revision}/${object}`, width, height, bytes: size }
}
