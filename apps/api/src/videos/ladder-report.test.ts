import { beginRun } from '@marquee/domain/pipeline'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '@marquee/domain/testing'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import { followLadder, type Rung } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeVideo } from '../testing/change-video.ts'
import { WATCHABLE } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'

let api: TestApi
let ada: Person
let eve: Person

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
})
afterAll(() => api.stop())

const PROGRESS = `query ($id: ID!) { video(id: $id) { progress { steps { name ladder {
  scenes unmeasured saved followed ssim usualSsim sizes { name usual { crf kbps ssim } chosen { crf kbps } }
} } } } }`

/** A video whose run's second task has made this, as a completion handler keeps it, and whose third has announced these rungs. */
async function probed(made: ArtefactOf<'ladder'>, announced: readonly Rung[] = []): Promise<string> {
  const upload = await announceUpload(ada, 9, { title: 'Snails', visibility: 'PUBLIC' })
  await sendParts(await presign(ada, upload.id, [1]))
  await complete(ada, upload.id)
  const run = await api.database.pipelineRun.findFirstOrThrow({ orderBy: { id: 'desc' } })
  await api.database.$transaction((tx) => beginRun(tx, run.id, SAMPLE_PIPELINE, SAMPLE_CATALOGUE))
  const ladder = ARTEFACTS.ladder.parse(made)
  await api.database.pipelineTask.update({
    where: { runId_name: { runId: run.id, name: 'split' } },
    data: { status: 'succeeded', output: JSON.parse(JSON.stringify({ ladder })) },
  })
  if (announced.length > 0)
    await api.database.pipelineTask.update({
      where: { runId_name: { runId: run.id, name: 'encode' } },
      data: { status: 'succeeded', output: JSON.parse(JSON.stringify({ stream: { rungs: announced } })) },
    })
  return upload.videoId
}

const rung = (name: string): Rung => ({
  ...{ name, codec: 'h264', width: 1920, height: 1080, crf: 23, maxRateKbps: 6000, profile: 'high' },
  frameRate: { numerator: 25, denominator: 1 },
})
const usual = { crf: 23, kbps: 4200, ssim: 0.991 }
const MEASURED = {
  scenesAtMs: [8000, 24_000, 48_000],
  choice: {
    rungs: [
      { name: '1080p', usual, chosen: { crf: 26, kbps: 2900, ssim: 0.988 } },
      { name: '720p', usual, chosen: null },
    ],
    ...{ saved: 0.3, ssim: 0.988, usualSsim: 0.991 },
  },
  remark: 'Saves 30 % of the bytes.',
} satisfies ArtefactOf<'ladder'>

describe('what measuring a film came to', () => {
  it('is told its owner in figures, with the task that measured', async () => {
    const { video } = (await ada.ask(PROGRESS, { id: await probed(MEASURED) })).data
    const [inspect, split] = video.progress.steps
    expect(inspect.ladder).toBeNull()
    expect(split.ladder).toEqual({
      ...{ scenes: 3, unmeasured: null, saved: 0.3, followed: null, ssim: 0.988, usualSsim: 0.991 },
      sizes: [
        { name: '1080p', usual, chosen: { crf: 26, kbps: 2900 } },
        { name: '720p', usual, chosen: null },
      ],
    })
  })

  it('says whether the film is made so, once its sizes are announced', async () => {
    const rungs = [rung('1080p'), rung('720p')]
    const followed = async (announced: readonly Rung[]) => {
      const id = await probed(MEASURED, announced)
      return (await ada.ask(PROGRESS, { id })).data.video.progress.steps[1].ladder.followed
    }
    expect(await followed(followLadder(rungs, MEASURED.choice.rungs))).toBe(true)
    expect(await followed(rungs)).toBe(false)
  })

  it('says why where nothing was measured, and bears workers that gave no reason', async () => {
    const unmeasured = { scenesAtMs: [], choice: null, remark: 'The film is shorter than 60 s.' }
    const nothing = { scenes: 0, saved: null, followed: null, ssim: null, usualSsim: null, sizes: [] }
    const told = async (made: ArtefactOf<'ladder'>) =>
      (await ada.ask(PROGRESS, { id: await probed(made) })).data.video.progress.steps[1].ladder
    expect(await told({ ...unmeasured, unmeasured: 'too-short' })).toEqual({
      ...nothing,
      unmeasured: 'TOO_SHORT',
    })
    expect(await told(unmeasured)).toEqual({ ...nothing, unmeasured: null })
  })

  it('is nobody else’s', async () => {
    const id = await probed(MEASURED)
    await changeVideo(api.database, id, WATCHABLE)
    const progressFor = async (person: Pick<Person, 'ask'>) =>
      (await person.ask(PROGRESS, { id })).data.video.progress
    expect((await progressFor(ada)).steps[1].ladder.saved).toBe(0.3)
    expect(await progressFor(eve)).toBeNull()
    expect(await progressFor(api.stranger)).toBeNull()
  })
})
