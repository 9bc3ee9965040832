import type { StudioVideoFragment, UpdateVideoInput } from '@marquee/schema/graphql'

/** What its creator says of a video. */
export type Details = Pick<StudioVideoFragment, 'title' | 'description' | 'visibility'>

/** The API's bars (packages/media, TITLE_TOO_LONG and DESCRIPTION_TOO_LONG), in characters. */
export const TITLE_MAX = 100
export const DESCRIPTION_MAX = 5_000

export function detailsOf({ title, description, visibility }: Details): Details {
  return { title, description, visibility }
}

/** Only what differs, so that a change made elsewhere meanwhile is not undone; null where nothing does. */
export function changesOf(saved: Details, edited: Details): Omit<UpdateVideoInput, 'videoId'> | null {
  const changes = {
    ...(edited.title.trim() === saved.title ? {} : { title: edited.title.trim() }),
    ...(edited.description === saved.description ? {} : { description: edited.description }),
    ...(edited.visibility === saved.visibility ? {} : { visibility: edited.visibility }),
  }
  return Object.keys(changes).length > 0 ? changes : null
}

/** The API's codes for what it would refuse, by field, before it is asked. */
export function checkDetails(
  edited: Details,
): ReadonlyArray<{ field: 'title' | 'description'; code: string }> {
  const title = lengthOf(edited.title.trim())
  return [
    ...(title === 0 ? [{ field: 'title' as const, code: 'TITLE_REQUIRED' }] : []),
    ...(title > TITLE_MAX ? [{ field: 'title' as const, code: 'TITLE_TOO_LONG' }] : []),
    ...(lengthOf(edited.description) > DESCRIPTION_MAX
      ? [{ field: 'description' as const, code: 'DESCRIPTION_TOO_LONG' }]
      : []),
  ]
}

/** Characters as people count them; an emoji is one, not two. */
export function lengthOf(text: string): number {
  return [...text].length
}

/**
 * The form when the video came again: fields nobody touched follow it, the others keep what was typed.
 * `saved` is what the form began with.
 */
export function followVideo(saved: Details, edited: Details, came: Details): Details {
  return {
    title: edited.title === saved.title ? came.title : edited.title,
    description: edited.description === saved.description ? came.description : edited.description,
    visibility: edited.visibility === saved.visibility ? came.visibility : edited.visibility,
  }
}
