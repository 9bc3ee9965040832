import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createLoudnessReader,
  DAMAGED_EXIT,
  encodeAudioArguments,
  gainOf,
  type LoudnessReader,
  loudnessArguments,
  planSound,
  type SoundPlan,
  type SoundTrack,
  selectSounds,
  soundFile,
} from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Programs } from '../ffmpeg/programs.ts'
import { measureLoudness } from './loudness.ts'
import { ffmpeg } from './testing/chunk-trial.ts'
import { surveySource } from './testing/survey-source.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-loudness-'))
})
afterAll(() => rm(folder, { recursive: true }))

const SURROUND = Array.from({ length: 6 }, (_, channel) => `0.9*sin(${1000 + channel}*t)`).join('|')

describe('loudness', () => {
  it.each([
    ['a loud tone', 'sine=f=1000:d=3,volume=12dB', -14],
    ['a quiet one', 'sine=f=1000:d=3,volume=-20dB', -14],
    ['six loud channels', `aevalsrc=${SURROUND}:c=5.1:d=3`, -14],
    ['clicks', "aevalsrc='0.9*lt(mod(t,0.5),0.001)':d=3", null],
    ['silence', 'anullsrc=r=48000:d=3', null],
    ['a tone of 0.2 s', 'sine=f=1000:d=0.2', null],
  ])('of %s is brought to −14 LUFS, or as near as its peaks allow', async (_, drawing, lufs) => {
    const source = join(folder, 'source.mkv')
    await ffmpeg(
      [
        '-v',
        'error',
        '-y',
        ...['-f', 'lavfi', '-i', 'color=s=64x64:d=3'],
        '-f',
        'lavfi',
        '-i',
        drawing,
        '-c:a',
        'pcm_s16le',
        source,
      ],
      folder,
    )
    const { facts } = await surveySource(source)
    if (!facts.audio) throw new Error('unreachable')
    const { audio } = facts
    const tracks = selectSounds(audio, lufs === null ? ['aac'] : ['aac', 'opus'])
    const before = await listen(source, audio.index, [...new Set(tracks.map(layoutOf))])
    const sounds = tracks.map((track) => ({ track, gainDb: gainOf(before.measure(layoutOf(track))) }))
    await ffmpeg(encodeAudioArguments({ source, facts: { ...facts, audio }, sounds }), folder)
    for (const { track } of sounds) {
      const layout = layoutOf(track)
      const after = (await listen(join(folder, soundFile(track)), 0, [layout])).measure(layout)
      expect(after.truePeakDb ?? -99).toBeLessThan(-1.5)
      if (lufs === null) expect(after.integratedLufs ?? -99).toBeLessThan(-14)
      else expect(Math.abs((after.integratedLufs ?? 0) - lufs)).toBeLessThan(0.5)
    }
  })
})

describe('measureLoudness', () => {
  it.each([
    ['a sound that can be decoded', 0, 'ENCODE_FAILED'],
    ['one that cannot', 1, 'SOURCE_DAMAGED'],
  ])('fails at %s', async (_, code, expected) => {
    const statuses = [1, code]
    await expect(measure(statuses)).rejects.toMatchObject({ code: expected })
    expect(statuses).toEqual([])
  })

  it('remarks on a sound of which much cannot be decoded, and looks no second time', async () => {
    const { remark } = await measure([DAMAGED_EXIT])
    expect(remark).toBe('More than 10 % of its sound cannot be decoded, and is silent.')
  })
})

/** By programs that exit so, one after the other. */
function measure(statuses: number[]) {
  const programs: Programs = {
    ...{ cpuSeconds: 0, peakBytes: 0 },
    run: async () => ({
      end: { kind: 'exited', code: statuses.shift() ?? expect.fail('run once more') },
      ...{ cpuSeconds: 0, peakBytes: 0, log: '' },
    }),
  }
  const audio = { index: 1, codec: 'aac', profile: 'LC', channels: 2, sampleRate: 48_000 }
  return measureLoudness({ programs }, { audio, durationMs: 4000 }, ['stereo'])
}

const layoutOf = (track: SoundTrack) => planSound(track).layout

async function listen(
  path: string,
  index: number,
  layouts: readonly SoundPlan['layout'][],
): Promise<LoudnessReader> {
  const { stdout } = await execa('ffmpeg', loudnessArguments(path, { index }, layouts), {
    maxBuffer: 2 ** 28,
  })
  const reader = createLoudnessReader()
  for (const line of stdout.split('\n')) reader.read(line)
  return reader
}
