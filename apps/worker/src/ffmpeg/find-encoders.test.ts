import { describe, expect, it, vi } from 'vitest'
import { findEncoders, parseEncoders } from './find-encoders.ts'

describe('parseEncoders', () => {
  it('takes names of video encoders, and nothing of the legend or of sound', () => {
    // Debian's ffmpeg 5.1.9.
    const text = `Encoders:
 V..... = Video
 A..... = Audio
 ------
 V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)
 V....D h264_nvenc           NVIDIA NVENC H.264 encoder (codec h264)
 VF.... libvpx-vp9           libvpx VP9 (codec vp9)
 A....D aac                  AAC (Advanced Audio Coding)
`
    expect(parseEncoders(text)).toEqual(['libx264', 'h264_nvenc', 'libvpx-vp9'])
  })
})

describe('findEncoders', () => {
  it('finds what this machine encodes with, and none whose hardware is missing', async () => {
    const encoders = await findEncoders()
    expect(encoders).toContain('libx264')
    expect(encoders).not.toContain('h264_amf')
  })

  it('names what is wrong where there is no ffmpeg', async () => {
    vi.stubEnv('PATH', '/nowhere')
    try {
      await expect(findEncoders()).rejects.toMatchObject({ name: 'FfmpegUnusable' })
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
