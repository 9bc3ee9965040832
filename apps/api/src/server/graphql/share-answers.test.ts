import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../../testing/make-video.ts'
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({}, { patienceMs: 10_000 })
})
afterAll(() => api.stop())

const VIDEO = `query ($id: ID!) { video(id: $id) { title } viewer { name } }`

describe('requests of one moment', () => {
  it('are answered for who asks, and for what is asked', async () => {
    const ada = await api.signUp('Ada')
    const hidden = await makeVideo(api.database, ada, { title: 'Hidden' })
    const open = await makeVideo(api.database, ada, { title: 'Open', visibility: 'PUBLIC' })
    const asked = Array.from({ length: 30 }, (_, index) => ({
      person: index % 3 === 0 ? ada : api.stranger,
      id: index % 2 === 0 ? hidden : open,
    }))
    const answers = await Promise.all(asked.map(({ person, id }) => person.ask(VIDEO, { id })))
    answers.forEach(({ data }, index) => {
      const isAda = asked[index]?.person === ada
      const title = asked[index]?.id === open ? 'Open' : 'Hidden'
      const video = isAda || title === 'Open' ? { title } : null
      expect(data).toEqual({ video, viewer: isAda ? { name: 'Ada' } : null })
    })
  })

  it('count budgets one by one', async () => {
    const ask = () => api.stranger.ask('{ rateLimit { remaining } }')
    const answers = await Promise.all(Array.from({ length: 10 }, ask))
    expect(new Set(answers.map(({ data }) => data.rateLimit.remaining)).size).toBe(10)
  })

  it('that fail name themselves', async () => {
    const broken = await startTestApi()
    await broken.database.$executeRaw`DROP TABLE video CASCADE`
    const ask = () => broken.stranger.ask('{ videos(first: 1) { nodes { id } } }')
    const answers = await Promise.all(Array.from({ length: 10 }, ask))
    await broken.stop()
    for (const { errors, headers } of answers)
      expect(errors?.[0]?.extensions).toMatchObject({ requestId: headers.get('x-request-id') })
  })
})
