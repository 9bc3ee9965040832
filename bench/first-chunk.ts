import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  fetchFirstSegment,
  mainClip,
  signIn,
  startOwnSystem,
  tenMinuteClip,
  twoSecondClip,
  untilStatus,
  uploadFile,
} from '@marquee/tests/support'
import type { Bar, Benchmark } from './benchmark.ts'
import { onceFor } from './measure/once-for.ts'
import { presetOf } from './measure/preset-of.ts'
import { runScript, type ScriptTimes } from './measure/sequential-script.ts'
import { untilReady } from './measure/until-ready.ts'

const run = promisify(execFile)

type Times = { pipeline: ScriptTimes; largest: ScriptTimes; lowest: ScriptTimes }
type Film = { file: string; name: string }

/** A film held upright by its container: nobody may watch it as it is, so all that plays has been encoded. */
async function turn(film: Film, folder: string): Promise<Film> {
  const file = path.join(folder, 'upright.mp4')
  const turned = ['-c', 'copy', '-metadata:s:v:0', 'rotate=90', file]
  await run('ffmpeg', ['-v', 'error', '-i', film.file, ...turned])
  return { file, name: `${film.name}, turned by its container` }
}

/** The pipeline, in an installation that has made a clip of two seconds before, then both scripts, on an otherwise idle machine. */
const measure = onceFor(
  async (film: () => Promise<Film>): Promise<{ found: Times; name: string; preset: string }> => {
    const folder = await mkdtemp(path.join(tmpdir(), 'marquee-upright-'))
    try {
      const { file, name } = await turn(await film(), folder)
      const system = await startOwnSystem()
      const preset = presetOf(system)
      let pipeline: ScriptTimes
      try {
        const creator = await signIn(system)
        // An installation makes its first film once.
        await untilReady(system, creator, (await uploadFile(creator, await twoSecondClip())).videoId)
        const { videoId, lastByteAt } = await uploadFile(creator, file)
        const secondsSince = () => (performance.now() - lastByteAt) / 1000
        await fetchFirstSegment(await untilStatus(creator, videoId, ['PLAYABLE', 'READY'], 100))
        const firstSeconds = secondsSince()
        await untilReady(system, creator, videoId)
        pipeline = { firstSeconds, wholeSeconds: secondsSince() }
      } finally {
        await system.stop()
      }
      const largest = await runScript(file, preset, 'largest-first')
      const lowest = await runScript(file, preset, 'lowest-first')
      return { found: { pipeline, largest, lowest }, name, preset }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)

type Question = {
  name: string
  title: string
  bar: Bar
  film: () => Promise<Film>
  figure(times: Times): number
  against: string
}

const inWords = ({ firstSeconds, wholeSeconds }: ScriptTimes) =>
  `plays after ${firstSeconds.toFixed(1)} s, whole after ${wholeSeconds.toFixed(1)} s`

function bench({ name, title, bar, film, figure, against }: Question): Benchmark {
  return {
    ...{ name, title, unit: 'times', absolute: false, ...bar },
    async run() {
      const { found, name, preset } = await measure(film)
      return {
        figure: figure(found),
        against: `${against}; same rungs and settings, decoded for each; ${name}, x264 ${preset}`,
        details: {
          pipeline: inWords(found.pipeline),
          'largest first': inWords(found.largest),
          'lowest first': inWords(found.lowest),
        },
      }
    },
  }
}

const AGAINST_LARGEST = {
  bar: { atLeast: 9.3 },
  figure: ({ pipeline, largest }: Times) => largest.firstSeconds / pipeline.firstSeconds,
  against: 'a script that encodes the ladder one after another, largest first, then packages',
}
const AGAINST_LOWEST = {
  bar: { atLeast: 3 },
  figure: ({ pipeline, lowest }: Times) => lowest.firstSeconds / pipeline.firstSeconds,
  against: 'a script that encodes and publishes its lowest rendition first',
}
const AGAINST_SOONER = {
  bar: { atMost: 1.05 },
  figure: ({ pipeline, largest, lowest }: Times) =>
    pipeline.wholeSeconds / Math.min(largest.wholeSeconds, lowest.wholeSeconds),
  against: 'the sooner of both scripts',
}

export const firstChunk = bench({
  name: 'first-chunk',
  title: 'how much sooner an encoded film plays than by a script, largest rendition first',
  ...{ ...AGAINST_LARGEST, film: mainClip },
})
export const firstChunkAgainstLowest = bench({
  name: 'first-chunk-lowest',
  title: 'how much sooner an encoded film plays than by a script, lowest rendition first',
  ...{ ...AGAINST_LOWEST, film: mainClip },
})
export const wholeLadder = bench({
  name: 'whole-ladder',
  title: 'when the whole ladder is there, against the sooner of both scripts',
  ...{ ...AGAINST_SOONER, film: mainClip },
})
export const firstChunkLong = bench({
  name: 'first-chunk-long',
  title: 'first-chunk of ten minutes; takes most of an hour, together with the next two',
  ...{ ...AGAINST_LARGEST, film: tenMinuteClip },
})
export const firstChunkLongAgainstLowest = bench({
  name: 'first-chunk-lowest-long',
  title: 'first-chunk-lowest of ten minutes, by the same run',
  ...{ ...AGAINST_LOWEST, film: tenMinuteClip },
})
export const wholeLadderLong = bench({
  name: 'whole-ladder-long',
  title: 'whole-ladder of ten minutes, by the same run',
  ...{ ...AGAINST_SOONER, film: tenMinuteClip },
})
