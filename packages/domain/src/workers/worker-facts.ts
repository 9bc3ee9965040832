/** What a worker program says of itself when it starts. */
export interface WorkerFacts {
  /** hostname:pid:random, so that a program which starts again is another one. */
  readonly id: string
  readonly host: string
  readonly roles: readonly string[]
  /** How many tasks it does at once, by resource class; classes that it does not work on are left out. */
  readonly slots: Readonly<Record<string, number>>
  /** Processors that it may use. */
  readonly cores: number
  readonly memoryBytes: number
  /** ffmpeg's names of the video encoders that work there, those of hardware included: `libx264`, `h264_nvenc`. */
  readonly encoders: readonly string[]
  readonly region: number
  readonly version: string
}
