import { type GraphQLField, getNullableType, isInputObjectType, isNonNullType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'
import { assembleSchema } from './assemble-schema.ts'

/** What somebody else with an account is answered who asks it of Ada’s things; null where it only concerns their own. */
const ANSWERS: Readonly<Record<string, string | null>> = {
  abortUpload: 'UPLOAD_NOT_FOUND',
  addCaption: 'FORBIDDEN',
  cancelRun: 'FORBIDDEN',
  completeUpload: 'UPLOAD_NOT_FOUND',
  createPictureUpload: null,
  createUpload: null,
  deleteVideo: 'FORBIDDEN',
  drainWorker: 'FORBIDDEN',
  endOtherSessions: null,
  // Whether there is such a session is not theirs to know.
  endSession: null,
  pauseTaskClass: 'FORBIDDEN',
  presignUploadParts: 'UPLOAD_NOT_FOUND',
  removeCaption: 'FORBIDDEN',
  removeThumbnail: 'FORBIDDEN',
  removeWatermark: 'FORBIDDEN',
  resumeTaskClass: 'FORBIDDEN',
  retryRun: 'FORBIDDEN',
  retryVideo: 'FORBIDDEN',
  setThumbnail: 'FORBIDDEN',
  setWatermark: 'FORBIDDEN',
  updateChannel: 'FORBIDDEN',
  updateVideo: 'FORBIDDEN',
}

const mutations = assembleSchema().getMutationType()?.getFields() ?? {}

let api: TestApi
let ada: Person
let eve: Person
/** A value for every field that an input may demand: Ada’s where it names something. */
let values: Readonly<Record<string, unknown>>

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
  const processed = await announceUpload(ada, 9)
  await sendParts(await presign(ada, processed.id, [1]))
  await complete(ada, processed.id)
  const { id: runId } = await api.database.pipelineRun.findFirstOrThrow()
  const { viewer } = (await ada.ask('{ viewer { channel { id } sessions { id } } }')).data
  values = {
    videoId: await makeVideo(api.database, ada, { visibility: 'PUBLIC' }),
    uploadId: (await announceUpload(ada, 9)).id,
    channelId: viewer.channel.id,
    sessionId: viewer.sessions[0].id,
    runId: String(runId),
    ...{ workerId: 'box:1:ab', resource: 'encode', partNumbers: [1] },
    ...{ language: 'en', content: '1\n00:00:01,000 --> 00:00:02,000\nHi\n', fileName: 'a.mp4', size: 9 },
  }
})
afterAll(() => api.stop())

/** Asks with as much as the mutation demands, and no more. */
async function ask(person: Person, { name, args }: GraphQLField<unknown, unknown>) {
  const [type] = args.map((arg) => getNullableType(arg.type)).filter(isInputObjectType)
  if (!type) return (await person.ask(`mutation { ${name} { userErrors { code } } }`)).data[name].userErrors
  const demanded = Object.values(type.getFields()).filter(({ type }) => isNonNullType(type))
  const input = Object.fromEntries(demanded.map((field) => [field.name, values[field.name]]))
  const document = `mutation ($input: ${type.name}!) { ${name}(input: $input) { userErrors { code } } }`
  return (await person.ask(document, { input })).data[name].userErrors
}

/** Ada’s things, as they stand. */
async function belongings() {
  const [seen, uploads, runs, classes] = await Promise.all([
    ada.ask(`{ viewer { sessions { id } channel { name videos(first: 9) { nodes { id title status } } } } }`),
    api.database.upload.findMany({ where: { video: { channel: { name: 'Ada' } } } }),
    api.database.pipelineRun.findMany(),
    api.database.taskClass.findMany(),
  ])
  return { viewer: seen.data.viewer, uploads, runs, classes }
}

describe('every mutation there is', () => {
  it('has its answer to others in this table', () => {
    expect(Object.keys(ANSWERS)).toEqual(Object.keys(mutations).sort())
  })

  it('is refused to strangers and to others, who change nothing', async () => {
    const before = await belongings()
    for (const mutation of Object.values(mutations)) {
      expect(await ask(api.stranger, mutation), mutation.name).toEqual([{ code: 'UNAUTHENTICATED' }])
      const code = ANSWERS[mutation.name]
      expect(await ask(eve, mutation), mutation.name).toEqual(code ? [{ code }] : [])
    }
    expect(await belongings()).toEqual(before)
  })
})
