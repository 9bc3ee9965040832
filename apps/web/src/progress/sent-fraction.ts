/** 0 to 1, and 1 only when the file is there: the last bytes handed to the network are not yet stored. */
export function sentFraction(file: { state: string; sentBytes: number; size: number }): number {
  if (file.state === 'done') return 1
  return file.size === 0 ? 0 : Math.min(0.99, file.sentBytes / file.size)
}
