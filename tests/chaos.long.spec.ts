import { randomInt } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { expectNothingLost } from './support/chaos/expect-nothing-lost.ts'
import { VICTIMS } from './support/chaos/kill-part.ts'
import { runLoad } from './support/chaos/run-load.ts'
import type { Film } from './support/chaos/survivor.ts'
import {
  type Client,
  countFrames,
  footageOr,
  type OwnSystem,
  signIn,
  signUp,
  startOwnSystem,
  twoSecondClip,
} from './support/index.ts'
import { cameraClip, shortCodecClip, silentClip, uprightClip } from './support/stand-ins/good-clips.ts'
import { coveredSong } from './support/stand-ins/good-sounds.ts'
import { halfOfMatroska } from './support/stand-ins/hostile-files.ts'

/** The same seed kills in the same order, after the same waits. */
const seed = Number(process.env.MARQUEE_SEED ?? randomInt(2 ** 31))

/** For how long films come and parts die. */
const SECONDS = 240

/** Films that are watched as they are or grow chunk by chunk, small and large, in all definitions that end soon. */
async function allKinds(): Promise<Film[]> {
  const pictures = [
    { file: await footageOr('l2_train_ad.mp4', silentClip), seconds: 10 },
    { file: await twoSecondClip(), pipeline: 'quick', seconds: 2 },
    { file: await uprightClip(), seconds: 2 },
    { file: await shortCodecClip(), pipeline: 'premium', seconds: 2 },
    { file: await footageOr('car-detection.mp4', cameraClip), pipeline: 'standard', seconds: 30 },
  ]
  return [
    ...(await Promise.all(pictures.map(async (film) => ({ ...film, frames: await countFrames(film.file) })))),
    { file: await coveredSong(6), pipeline: 'audio', seconds: 6 },
    { file: await footageOr('zoo/d_sintel_truncated.mkv', halfOfMatroska), code: 'SOURCE_TRUNCATED' },
  ]
}

/** The demo creator and two more, each with a channel. */
async function threeCreators(system: OwnSystem): Promise<Client[]> {
  const creators = [await signIn(system)]
  for (const name of ['Ada', 'Grace']) {
    const email = `${name.toLowerCase()}@example.test`
    creators.push(await signUp(system, { name, email, password: 'a long enough password' }))
  }
  return creators
}

test('minutes of films of all kinds, while parts are killed and once everything: each run ends once', async () => {
  test.setTimeout(1_200_000)
  console.log(`MARQUEE_SEED=${seed}`)
  const films = await allKinds()
  const system = await startOwnSystem({ env: { ENCODE_PRESET: 'superfast' } })
  try {
    const creators = await threeCreators(system)
    const { survivors, killed } = await runLoad(system, { seed, seconds: SECONDS, creators, films })
    console.log(`${survivors.length} uploads, ${killed.length} kills`)
    await expectNothingLost(system, survivors)
    expect([...new Set(killed)].sort()).toEqual([...VICTIMS, 'everything'].sort())
    expect(new Set(survivors.map(({ film }) => film.file)).size).toBe(films.length)
  } finally {
    await system.stop()
  }
})
