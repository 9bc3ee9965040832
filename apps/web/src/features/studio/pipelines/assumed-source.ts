import type { PipelinePlanInput } from '@marquee/schema/graphql'

/** Films that a plan may be drawn for; `ANY` leaves costs and conditions open. */
export const FILMS = ['ANY', 'PHONE', 'FILM', 'LONG'] as const

export type Film = (typeof FILMS)[number]

type Source = PipelinePlanInput['source']

const SOURCES: Readonly<Record<Film, Source>> = {
  ANY: null,
  PHONE: { seconds: 60, width: 1080, height: 1920, frameRate: 30, videoCodec: 'hevc', audioCodec: 'aac' },
  FILM: { seconds: 600, width: 1920, height: 1080, frameRate: 24, videoCodec: 'h264', audioCodec: 'aac' },
  LONG: { seconds: 3_600, width: 3840, height: 2160, frameRate: 60, videoCodec: 'h264', audioCodec: 'aac' },
}

/** What to ask for the plan of a pipeline and a film. */
export function planInput(name: string, film: Film): PipelinePlanInput {
  return { name, source: SOURCES[film] }
}
