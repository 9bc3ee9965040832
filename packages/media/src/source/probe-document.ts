/** What `probeArguments` has ffprobe print. Numbers arrive as text. */
export interface ProbeDocument {
  readonly format: {
    readonly format_name: string
    /** Of all streams, in seconds. */
    readonly start_time?: string | undefined
    readonly duration?: string | undefined
  }
  readonly streams: readonly ProbeStream[]
}

export interface ProbeStream {
  readonly index: number
  readonly codec_type?: string | undefined
  /** Absent where ffmpeg does not know the codec. */
  readonly codec_name?: string | undefined
  readonly profile?: string | undefined
  readonly pix_fmt?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly sample_aspect_ratio?: string | undefined
  readonly r_frame_rate?: string | undefined
  readonly field_order?: string | undefined
  readonly color_primaries?: string | undefined
  readonly color_transfer?: string | undefined
  readonly color_space?: string | undefined
  readonly color_range?: string | undefined
  readonly channels?: number | undefined
  readonly sample_rate?: string | undefined
  readonly disposition?: Readonly<Record<string, number>> | undefined
  readonly side_data_list?: readonly { readonly rotation?: number | undefined }[] | undefined
}
