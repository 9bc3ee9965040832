/** Shows the captions of one language in an element, and no others; null shows none. The rest of its tracks are left alone. */
export function showCaptions(media: Pick<HTMLMediaElement, 'textTracks'>, language: string | null): void {
  for (const track of media.textTracks) {
    if (track.kind !== 'subtitles') continue
    const mode = track.language === language ? 'showing' : 'disabled'
    if (track.mode !== mode) track.mode = mode
  }
}
