/** What a worker must have to take a task, beyond what every worker has. */
export interface Demands {
  /** Of the machine, in units of 10⁶ bytes. */
  readonly memoryMb?: number | undefined
  /** ffmpeg's names of encoders that must work there, those of hardware included: `libsvtav1`, `h264_nvenc`. */
  readonly encoders?: readonly string[] | undefined
}

/** What satisfies both. Empty where nothing is demanded. */
export function joinDemands(one: Demands = {}, other: Demands = {}): Demands {
  const memoryMb = Math.max(one.memoryMb ?? 0, other.memoryMb ?? 0)
  const encoders = [...new Set([...(one.encoders ?? []), ...(other.encoders ?? [])])].sort()
  return { ...(memoryMb > 0 && { memoryMb }), ...(encoders.length > 0 && { encoders }) }
}
