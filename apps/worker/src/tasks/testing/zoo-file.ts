import type { SourceErrorCode } from '@marquee/media'

/** What becomes of a file that is accepted. */
export interface AcceptedFile {
  readonly codec: string
  /** As seen: rotation and pixel aspect applied. */
  readonly shows: string
  /** Clockwise turn that the file asks for. */
  readonly rotation: number
  /** Width to height of a stored pixel. */
  readonly pixelAspect: string
  /** Frames a second, exact; an average to 1 % where `varies`. */
  readonly rate: string
  readonly varies: boolean
  readonly interlaced: boolean
  readonly hdr: boolean
  readonly seconds: number
  /** Codec and channels; null where there is no sound that can be heard. */
  readonly sound: string | null
  /** Sizes of the renditions, highest first. */
  readonly rungs: readonly string[]
  /** Frames a second of the smallest rendition, where it is not `rate`. */
  readonly plays: string
  /** Its own packets can be played before the ladder is made. */
  readonly atOnce: boolean
}

export interface ZooFile {
  /** Below `zoo/` of the footage; for what is drawn, any name. */
  readonly file: string
  /** What is odd about it, for people. */
  readonly is: string
  /** Drawn by ffmpeg with these arguments, parted by spaces; absent for footage. Its rotation is written afterwards. */
  readonly drawn?: string
  /** Share of a drawn file that is kept. */
  readonly keep?: number
  /** Found while it is encoded: inspection lets it through. */
  readonly foundBy?: 'inspect' | 'encode'
  readonly outcome: AcceptedFile | SourceErrorCode
}

type Odd = Pick<AcceptedFile, 'codec' | 'shows' | 'rate' | 'seconds' | 'sound' | 'rungs'> &
  Partial<AcceptedFile>

export function accepted(file: string, is: string, odd: Odd, drawn?: string): ZooFile {
  const outcome = {
    rotation: 0,
    pixelAspect: '1:1',
    varies: false,
    interlaced: false,
    hdr: false,
    plays: odd.rate,
    atOnce: false,
    ...odd,
  }
  return { file, is, outcome, ...(drawn && { drawn }) }
}

export const refused = (
  file: string,
  is: string,
  outcome: SourceErrorCode,
  rest: Partial<ZooFile> = {},
): ZooFile => ({ file, is, outcome, ...rest })

/** Channels of the sounds that are made of it, as people know them. */
export function soundsOf({ sound }: AcceptedFile): readonly ('mono' | 'stereo' | '5.1')[] {
  if (sound === null) return []
  const channels = Number(sound.split(' ')[1])
  if (channels === 1) return ['mono']
  return channels < 6 ? ['stereo'] : ['stereo', '5.1']
}

export const FROM_1080 = ['1920x1080', '1280x720', '854x480', '640x360', '426x240']
export const FROM_720 = FROM_1080.slice(1)
export const FROM_360 = FROM_1080.slice(3)
export const TALL = ['1080x1920', '720x1280', '480x854', '360x640', '240x426']
