import type { PipelinePlanInput } from '@marquee/schema/graphql'

/** Films that a plan may be drawn for; `ANY` leaves costs and conditions open. */
export const FILMS = ['ANY', 'PHONE', 'FILM', 'LONG'] as const

export type Film = (typeof FILMS)[number]

type Source = PipelinePlanInput['source']

/** Drawn for films that are thought up: nothing is left to chance. */
const PLAIN = { audioCodec: 'aac', rotation: 0, hdr: false, interlaced: false, captions: false } as const

const SOURCES: Readonly<Record<Film, Source>> = {
  ANY: null,
  PHONE: {
    ...PLAIN,
    ...{ seconds: 60, width: 1080, height: 1920, frameRate: 30 },
    videoCodec: 'hevc',
    bitrate: 8_000_000,
  },
  FILM: {
    ...PLAIN,
    ...{ seconds: 600, width: 1920, height: 1080, frameRate: 24 },
    videoCodec: 'h264',
    bitrate: 8_000_000,
  },
  LONG: {
    ...PLAIN,
    ...{ seconds: 3_600, width: 3840, height: 2160, frameRate: 60 },
    videoCodec: 'h264',
    bitrate: 50_000_000,
  },
}

/** What to ask for the plan of a pipeline and a film. */
export function planInput(name: string, film: Film): PipelinePlanInput {
  return { name, source: SOURCES[film] }
}
