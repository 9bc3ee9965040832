import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClip } from './footage.ts'

const SECONDS = 30
/** A keyframe every 1.8 s, so that none but the first is where a segment begins. */
const PICTURES = '-preset ultrafast -pix_fmt yuv420p -sc_threshold 0 -g 45 -keyint_min 45'

/** A line of captions every second, which says when. */
const CAPTIONS = Array.from({ length: SECONDS }, (_, second) => {
  const time = `00:00:${String(second).padStart(2, '0')}`
  return `${second + 1}\n${time},000 --> ${time},900\nat ${second}\n\n`
}).join('')

async function film(name: string, encoder: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-captions-'))
  const captions = join(folder, 'captions.srt')
  await writeFile(captions, CAPTIONS)
  const drawn = [`testsrc2=s=96x64:r=25:d=${SECONDS}`, `sine=d=${SECONDS}`].flatMap((it) => [
    '-f',
    'lavfi',
    '-i',
    it,
  ])
  const clip = await makeClip(`until-damage-${name}`, [...drawn, '-i', captions, ...encoder.split(' ')])
  await rm(folder, { recursive: true })
  return clip
}

/** H.264, AAC and captions in MP4, which is watchable as it is. */
export const plainFilm = () =>
  film('plain.mp4', `-c:v libx264 ${PICTURES} -c:a aac -c:s mov_text -movflags +faststart`)
/** MPEG-4, Vorbis and captions in Matroska, which is not. */
export const foreignFilm = () => film('foreign.mkv', '-c:v mpeg4 -g 45 -c:a libvorbis -c:s srt')

/** A film with what lies at this share of its bytes gone. */
export function damaged(bytes: Buffer, share: number): Buffer {
  const at = Math.round(bytes.length * share)
  return Buffer.from(bytes).fill(0xff, at, at + 3000)
}

export const cutAt = (bytes: Buffer, share: number) => bytes.subarray(0, Math.round(bytes.length * share))
