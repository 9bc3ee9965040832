import { SEGMENT_SECONDS } from '../ladder/ladder.ts'

/** One stream of a presentation: where it is read, and the folder and playlist that it becomes. */
export interface PackagedTrack {
  readonly kind: 'video' | 'audio'
  /** Folder and playlist name: `1080p`, `audio`. Letters and digits only. */
  readonly name: string
  readonly file: string
}

/** Names that every stream revision has. */
export const MASTER_PLAYLIST = 'master.m3u8'
export const MANIFEST = 'manifest.mpd'

/** shaka-packager: one CMAF set with HLS and DASH over it, written below `folder`. */
export function packageArguments(tracks: readonly PackagedTrack[], folder: string): string[] {
  return [
    ...tracks.map((track) => trackDescriptor(track, folder)),
    ...['--segment_duration', String(SEGMENT_SECONDS), '--hls_playlist_type', 'VOD'],
    ...['--generate_static_live_mpd', '--mpd_output', `${folder}/${MANIFEST}`],
    ...['--hls_master_playlist_output', `${folder}/${MASTER_PLAYLIST}`, '--quiet'],
    // Its threaded cache is for networks: on a local disk it costs eight times the CPU of the packaging itself.
    ...['--io_cache_size', '0'],
  ]
}

/** A second audio group would multiply every variant, so all sound shares one. */
function trackDescriptor({ kind, name, file }: PackagedTrack, folder: string): string {
  const fields = [
    `in=${file}`,
    `stream=${kind}`,
    `init_segment=${folder}/${name}/init.mp4`,
    `segment_template=${folder}/${name}/$Number$.m4s`,
    `playlist_name=${name}.m3u8`,
  ]
  return [...fields, ...(kind === 'audio' ? ['hls_group_id=audio', 'hls_name=main'] : [])].join(',')
}
