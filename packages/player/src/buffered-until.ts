/** The end of the buffered range that the viewer is in, in seconds. */
export function bufferedUntil({
  buffered,
  currentTime,
}: Pick<HTMLMediaElement, 'buffered' | 'currentTime'>): number {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime < buffered.end(i)) return buffered.end(i)
  }
  return currentTime
}
