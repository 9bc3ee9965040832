import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  bareEncodeArguments,
  packageArguments,
  type Rung,
  renditionFile,
  type SourceFacts,
  selectRungs,
  selectSounds,
  soundFile,
  type X264Preset,
} from '@marquee/media'
import { REPOSITORY } from '@marquee/tests/support'
import { factsOf } from './bare-ffmpeg.ts'

const run = promisify(execFile)

/** Seconds from the start of a script until something plays, and until everything does. */
export type ScriptTimes = { firstSeconds: number; wholeSeconds: number }

/**
 * The pipeline as a script: one ffmpeg after another, each decoding the source anew, with the pipeline's own settings, and the
 * packager behind them, on local files; nothing is uploaded. `lowest-first` packages the lowest rendition by itself as soon as it is there.
 */
export async function runScript(
  file: string,
  preset: X264Preset,
  order: 'largest-first' | 'lowest-first',
): Promise<ScriptTimes> {
  const facts = await factsOf(file)
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-script-'))
  const encode = (rung: Rung, withSound: boolean) =>
    encodeOne({ file, facts, preset, folder }, rung, withSound)
  const startedAt = performance.now()
  const secondsSince = () => (performance.now() - startedAt) / 1000
  try {
    const rungs = selectRungs(facts)
    const lowest = rungs.at(-1)
    if (!lowest) throw new Error(`${file} has no rendition`)
    if (order === 'largest-first') {
      for (const rung of rungs) await encode(rung, rung === lowest)
      await packageRungs(folder, 'all', rungs, facts)
      const wholeSeconds = secondsSince()
      return { firstSeconds: wholeSeconds, wholeSeconds }
    }
    await encode(lowest, true)
    await packageRungs(folder, 'lowest', [lowest], facts)
    const firstSeconds = secondsSince()
    for (const rung of rungs.slice(0, -1).reverse()) await encode(rung, false)
    await packageRungs(folder, 'all', rungs, facts)
    return { firstSeconds, wholeSeconds: secondsSince() }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Script = { file: string; facts: SourceFacts; preset: X264Preset; folder: string }

async function encodeOne(
  { file, facts, preset, folder }: Script,
  rung: Rung,
  withSound: boolean,
): Promise<void> {
  const sounds = withSound ? usualSound(facts).map((track) => ({ track, gainDb: 0 })) : []
  await run('ffmpeg', bareEncodeArguments({ source: file, facts, rungs: [rung], preset, sounds }), {
    cwd: folder,
  })
}

/** The one that players take by themselves, where there is any: a script that is in a hurry writes no other. */
const usualSound = ({ audio }: SourceFacts) => selectSounds(audio, ['aac']).slice(0, 1)

/** Where the workers' own npm package keeps it. */
const PACKAGER = path.join(
  path.dirname(
    createRequire(path.join(REPOSITORY, 'apps/worker/package.json')).resolve('shaka-packager/package.json'),
  ),
  `bin/packager-${process.platform === 'darwin' ? 'osx' : 'linux'}-${process.arch}`,
)

async function packageRungs(
  folder: string,
  into: string,
  rungs: readonly Rung[],
  facts: SourceFacts,
): Promise<void> {
  const pictures = rungs.map((rung) => ({
    kind: 'video' as const,
    name: rung.name,
    file: renditionFile(rung),
  }))
  const sound = usualSound(facts).map((track) => ({
    kind: 'audio' as const,
    name: track.name,
    file: soundFile(track),
  }))
  await run(PACKAGER, packageArguments([...pictures, ...sound], into), { cwd: folder })
}
