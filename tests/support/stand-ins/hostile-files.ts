import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Drawing, drawClip, X264 } from './draw-clip.ts'
import { keepBytes } from './generated-files.ts'
import { overstateSize } from './patch-boxes.ts'

/** 10 s with sound, of pictures that do not compress away, so that a cut or a flipped bit meets a frame. */
const FILM = {
  size: '640x360',
  rate: 24,
  frames: 240,
  picture: [...X264, '-vf', 'noise=alls=20:allf=t', '-b:v', '2M'],
} satisfies Partial<Drawing>

/** No structure at all, and the same bytes in every run. */
export function randomBytes(): Promise<string> {
  return keepBytes('random.mp4', createHash('shake256', { outputLength: 100_000 }).update('Marquee').digest())
}

/** Its `moov` is in the half that is missing. */
export function halfOfMp4(): Promise<string> {
  return firstHalf('half.mp4')
}

/** Its `moov` comes first and promises the whole film. */
export function halfOfFastStartMp4(): Promise<string> {
  return firstHalf('half-fast-start.mp4', ['-movflags', '+faststart'])
}

/** Demuxers read what is there and report no error. */
export function halfOfMatroska(): Promise<string> {
  return firstHalf('half.mkv')
}

async function firstHalf(name: string, options: readonly string[] = []): Promise<string> {
  const whole = await drawClip({ ...FILM, name, picture: [...FILM.picture, ...options] })
  const bytes = await readFile(whole)
  return keepBytes(name, bytes.subarray(0, bytes.length / 2))
}

/** Apart, in bytes: every frame has some, and the first ones still decode. */
const FLIP_EVERY = 5003

/** The structure is sound; the frames are not. */
export async function flippedBits(): Promise<string> {
  const bytes = await readFile(await drawClip({ ...FILM, name: 'sound-film.mp4' }))
  const end = bytes.lastIndexOf('moov', undefined, 'latin1')
  for (let at = Math.round(end / 10); at < end - 8; at += FLIP_EVERY) bytes[at] = (bytes[at] ?? 0) ^ 0x10
  return keepBytes('flipped-bits.mp4', bytes)
}

/** States 65535×65535 for frames of 640×360. */
export async function lyingDimensions(): Promise<string> {
  const film = await drawClip({ ...FILM, name: 'sound-film.mp4' })
  return keepBytes('lying-dimensions.mp4', overstateSize(await readFile(film)))
}

/** 1,000 frames a second in a file of few bytes. */
export function frameBomb(): Promise<string> {
  return drawClip({ name: 'frame-bomb.mp4', size: '16x16', rate: 1000, frames: 20_000, sounds: 0 })
}

/** Would have a demuxer fetch from the network and from this machine's disk. */
export function playlistNamedMp4(): Promise<string> {
  const entries = ['http://127.0.0.1:8899/secret.ts', 'file:///etc/passwd'].map(
    (uri) => `#EXTINF:10,\n${uri}`,
  )
  return keepBytes(
    'playlist.mp4',
    ['#EXTM3U', '#EXT-X-TARGETDURATION:10', ...entries, '#EXT-X-ENDLIST', ''].join('\n'),
  )
}

/** The same in the words of ffmpeg's concat demuxer. */
export function concatScriptNamedMp4(): Promise<string> {
  return keepBytes('concat.mp4', 'ffconcat version 1.0\nfile http://127.0.0.1:8899/c.ts\nfile /etc/passwd\n')
}

/** A video codec that ffmpeg knows and we let no stranger reach: DOSBox's screen recordings. */
export function unsupportedCodec(): Promise<string> {
  const picture = ['-c:v', 'zmbv', '-pix_fmt', 'bgr0']
  return drawClip({ name: 'screen-recording.avi', size: '320x180', rate: 24, frames: 48, sounds: 0, picture })
}

/** Two sound tracks and no picture. */
export function soundOnly(): Promise<string> {
  return drawClip({
    name: 'sound-only.mp4',
    size: '16x16',
    rate: 25,
    frames: 125,
    sounds: 2,
    picture: ['-vn'],
  })
}
