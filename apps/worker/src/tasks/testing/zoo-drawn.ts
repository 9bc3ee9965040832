import { accepted, FROM_360, FROM_720, refused, type ZooFile } from './zoo-file.ts'

const picture = (size: string, rate = '25', seconds = 1) =>
  `-f lavfi -i testsrc2=s=${size}:r=${rate}:d=${seconds}`
const tone = (seconds = 1) => `-f lavfi -i sine=d=${seconds}:r=48000`
const H264 = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p'
const WMV = `${picture('640x360', '25', 2)} ${tone(2)} -c:v wmv2 -b:v 1M -c:a wmav2 -ac 2 -f asf`
const MXF = `${picture('1280x720', '25', 2)} ${tone(2)} -c:v mpeg2video -b:v 8M -pix_fmt yuv422p -c:a pcm_s16le -f mxf`
const COVER =
  '-f lavfi -i color=red:s=64x64:d=0.04 -map 0 -map 1 -c:a aac -c:v png -frames:v 1 -disposition:v attached_pic'

/** What no footage holds, made with ffmpeg's own test picture. */
export const DRAWN_FILES: readonly ZooFile[] = [
  accepted(
    'drawn.wmv',
    'ASF, Windows Media',
    { codec: 'wmv2', shows: '640x360', rate: '25/1', seconds: 2.04, sound: 'wmav2 2', rungs: FROM_360 },
    WMV,
  ),
  accepted(
    'drawn.mxf',
    'MXF, MPEG-2 4:2:2 with mono PCM',
    {
      codec: 'mpeg2video',
      shows: '1280x720',
      rate: '25/1',
      seconds: 2,
      sound: 'pcm_s16le 1',
      rungs: FROM_720,
    },
    MXF,
  ),
  accepted(
    'drawn-dv.avi',
    'DV tape: interlaced, 4:3 in 720×576, BT.601',
    {
      ...{ codec: 'dvvideo', shows: '768x576', pixelAspect: '16:15', rate: '25/1', interlaced: true },
      ...{ seconds: 1, sound: 'pcm_s16le 2', rungs: ['640x480', '480x360', '320x240'] },
    },
    `${picture('720x576')} ${tone()} -c:v dvvideo -aspect 4:3 -pix_fmt yuv420p -c:a pcm_s16le -ac 2`,
  ),
  accepted(
    'drawn.mpg',
    'MPEG program stream, 16:9 in 720×480',
    {
      ...{ codec: 'mpeg2video', shows: '853x480', pixelAspect: '32:27', rate: '30000/1001' },
      ...{ seconds: 1.01, sound: 'mp2 2', rungs: ['854x480', '640x360', '426x240'] },
    },
    `${picture('720x480', '30000/1001')} ${tone()} -c:v mpeg2video -aspect 16:9 -c:a mp2 -ac 2 -f mpeg`,
  ),
  accepted(
    'drawn.3gp',
    'an old phone: H.263 with pixels of 12:11',
    {
      ...{ codec: 'h263', shows: '192x144', pixelAspect: '12:11', rate: '15/1' },
      ...{ seconds: 1, sound: 'aac 1', rungs: ['192x144'] },
    },
    `${picture('176x144', '15')} ${tone()} -c:v h263 -aspect 4:3 -c:a aac`,
  ),
  accepted(
    'drawn.ogv',
    'Ogg, Theora with Vorbis',
    { codec: 'theora', shows: '640x360', rate: '25/1', seconds: 1, sound: 'vorbis 2', rungs: FROM_360 },
    `${picture('640x360')} ${tone()} -c:v libtheora -c:a libvorbis -ac 2`,
  ),
  accepted(
    'drawn-prores.mov',
    'ProRes, 10 bits 4:2:2',
    { codec: 'prores', shows: '1280x720', rate: '25/1', seconds: 1, sound: 'pcm_s16le 1', rungs: FROM_720 },
    `${picture('1280x720')} ${tone()} -c:v prores_ks -pix_fmt yuv422p10le -c:a pcm_s16le`,
  ),
  accepted(
    'drawn-slow-motion.mp4',
    '240 frames a second',
    {
      ...{ codec: 'h264', shows: '640x360', rate: '240/1', plays: '30/1', atOnce: true },
      ...{ seconds: 1, sound: null, rungs: FROM_360 },
    },
    `${picture('640x360', '240')} ${H264}`,
  ),
  accepted(
    'drawn-444.mp4',
    'H.264 in 4:4:4',
    { codec: 'h264', shows: '640x360', rate: '25/1', seconds: 1, sound: null, rungs: FROM_360 },
    `${picture('640x360')} -c:v libx264 -preset ultrafast -pix_fmt yuv444p`,
  ),
  accepted(
    'drawn-upside-down.mp4',
    'rotated by 180°',
    {
      codec: 'h264',
      shows: '640x360',
      rotation: 180,
      rate: '25/1',
      seconds: 1,
      sound: null,
      rungs: FROM_360,
    },
    `${picture('640x360')} ${H264}`,
  ),
  accepted(
    'drawn-left.mp4',
    'rotated by 270°',
    {
      ...{ codec: 'h264', shows: '360x640', rotation: 270, rate: '25/1' },
      ...{ seconds: 1, sound: null, rungs: ['360x640', '240x426'] },
    },
    `${picture('640x360')} ${H264}`,
  ),
  accepted(
    'drawn-surround.mkv',
    'Matroska, 5.1 AC-3',
    { codec: 'h264', shows: '640x360', rate: '25/1', seconds: 1.02, sound: 'ac3 6', rungs: FROM_360 },
    `${picture('640x360')} ${tone()} ${H264} -c:a ac3 -ac 6`,
  ),

  refused('drawn-cut.mxf', 'MXF cut in the middle', 'SOURCE_TRUNCATED', { drawn: MXF, keep: 0.6 }),
  refused('drawn-cut.wmv', 'ASF cut in the middle', 'SOURCE_TRUNCATED', { drawn: WMV, keep: 0.6 }),
  refused('drawn-cut.mov', 'a recording that was never finished', 'SOURCE_TRUNCATED', {
    drawn: `${picture('640x360')} ${H264}`,
    keep: 0.6,
  }),
  refused('drawn-cover.m4a', 'sound with cover art', 'SOURCE_NO_VIDEO', {
    drawn: `${tone()} ${COVER} -f ipod`,
  }),
  refused('drawn.gif', 'an animated picture', 'SOURCE_UNREADABLE', { drawn: picture('64x64') }),
  refused('drawn.wav', 'a sound', 'SOURCE_NO_VIDEO', { drawn: tone() }),
]
