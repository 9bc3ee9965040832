const picture = (rate: string, rest = '') => `-f lavfi -i testsrc2=s=128x72:r=${rate}:d=13${rest}`
const TONE = '-f lavfi -i sine=d=13:r=48000'
/** Keyframes every 3.6 s at 25 a second, never where a chunk begins. */
const H264 = '-c:v libx264 -preset veryfast -pix_fmt yuv420p -sc_threshold 0 -g 90 -keyint_min 90'
const OPEN = `${H264} -x264-params open-gop=1`

/** Clips that are cut every 4 s, drawn by ffmpeg with these arguments, parted by spaces. */
export const CHUNK_CLIPS: readonly { readonly file: string; readonly is: string; readonly drawn: string }[] =
  [
    { file: 'open.mp4', is: 'open GOPs in MP4', drawn: `${picture('25')} ${TONE} ${OPEN} -c:a aac` },
    {
      file: 'rounded.mkv',
      is: '29.97 a second on a clock of 1 ms, no cues',
      drawn: `${picture('30000/1001')} ${TONE} ${OPEN} -c:a aac -live 1`,
    },
    {
      file: 'film.mov',
      is: '23.976 a second, 1.2 s late',
      drawn: `${TONE} -itsoffset 1.234 ${picture('24000/1001')} ${OPEN} -map 1:v -map 0:a -c:a aac`,
    },
    {
      file: 'fragments.mp4',
      is: 'fragments without an index',
      drawn: `${picture('50')} ${OPEN} -movflags +frag_keyframe+empty_moov+skip_trailer`,
    },
    {
      file: 'hevc.mp4',
      is: 'HEVC, whose open GOPs begin with pictures to leave out',
      drawn: `${picture('25')} -c:v libx265 -preset ultrafast -x265-params open-gop=1:keyint=90:min-keyint=90:scenecut=0:bframes=3:log-level=none`,
    },
    {
      file: 'broadcast.mov',
      is: 'MPEG-2 with open GOPs',
      drawn: `${picture('25')} -c:v mpeg2video -g 15 -bf 2 -b:v 1M`,
    },
    { file: 'fast.mp4', is: '120 a second, halved', drawn: `${picture('120')} ${H264}` },
    {
      file: 'variable.mp4',
      is: 'a variable rate, with sound before it',
      drawn: `${TONE} -itsoffset 0.3 ${picture('50')} -map 1:v -map 0:a -vf select=lt(random(0)\\,0.4) -fps_mode vfr ${OPEN} -c:a aac`,
    },
    {
      file: 'fields.ts',
      is: 'interlaced, in a transport stream',
      drawn: `${picture('50')} ${TONE} -vf tinterlace=interleave_top,fieldorder=tff ${OPEN} -flags +ilme+ildct -c:a mp2 -f mpegts`,
    },
    {
      file: 'web.webm',
      is: 'VP9 with hidden frames',
      drawn: `${picture('30')} -c:v libvpx-vp9 -b:v 200k -deadline realtime -cpu-used 5 -g 100 -auto-alt-ref 1 -lag-in-frames 16`,
    },
  ]
