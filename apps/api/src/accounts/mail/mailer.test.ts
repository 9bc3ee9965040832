import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createLogger } from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts'
import { createMailer } from './mailer.ts'
import { createMailSeal } from './seal-mail.ts'
import { writeMail } from './write-mail.ts'

/** Takes mails as RFC 5321 asks, keeping what is said after DATA; `refusal` is what it says to a recipient instead. */
function takeMail(socket: Socket, keep: (data: string) => void, refusal: () => string | undefined): void {
  let data: string | undefined
  socket.setEncoding('utf8').write('220 sink\r\n')
  socket.on('data', (chunk: string) => {
    if (data === undefined) {
      const verb = chunk.slice(0, 4).toUpperCase()
      if (verb === 'DATA') data = ''
      const refused = verb === 'RCPT' ? refusal() : undefined
      if (refused) socket.write(`${refused}\r\n`)
      else socket.write(verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
      return
    }
    data += chunk
    if (!data.endsWith('\r\n.\r\n')) return
    keep(data)
    data = undefined
    socket.write('250 taken\r\n')
  })
}

const MAIL = writeMail({
  kind: 'reset',
  language: 'en',
  recipient: 'ada@test.example',
  name: '<b>Ada</b> $& {name}',
  link: 'http://localhost:3000/reset-password?token=a&b=c',
})

const nobody = createLogger('api', { level: 'silent' })

/** A mail server of the test's own, which may be away and may refuse. */
function openMailServer() {
  const taken: string[] = []
  let refusal: string | undefined
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    takeMail(
      socket,
      (data) => taken.push(data),
      () => refusal,
    )
  })
  return {
    taken,
    refuse: (answer: string | undefined) => {
      refusal = answer
    },
    async listen(port = 0): Promise<number> {
      await once(server.listen(port, '127.0.0.1'), 'listening')
      return (server.address() as AddressInfo).port
    },
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

describe('createMailer', () => {
  const pace = { lookMs: 50, firstWaitMs: 50 }
  const idsIn = (mails: readonly string[]) => mails.map((mail) => /^Message-ID: (.+)$/im.exec(mail)?.[1])
  let api: TestApi
  let server: ReturnType<typeof openMailServer>
  let smtpUrl: string
  let port: number

  beforeAll(async () => {
    api = await startTestApi()
  })
  afterAll(() => api.stop())
  beforeEach(async () => {
    server = openMailServer()
    port = await server.listen(await freePort())
    smtpUrl = `smtp://127.0.0.1:${port}`
  })
  afterEach(() => server.stop())

  const waiting = () => api.database.outgoingMail.count()
  const open = (logger = nobody) =>
    createMailer({
      smtpUrl,
      from: 'Marquee <marquee@test.example>',
      secret: 'a secret of this test',
      database: api.database,
      ids: api.running.ids,
      logger,
      pace,
    })

  it('sends by SMTP what was handed over before it closes', async () => {
    const mailer = open()
    mailer.send(MAIL)
    await mailer.close()
    expect(server.taken).toHaveLength(1)
    expect(server.taken[0]).toContain('To: ada@test.example')
    expect(server.taken[0]).toContain('Subject: Choose a new password')
    expect(await api.database.localMail.count()).toBe(0)
    expect(await waiting()).toBe(0)
  })

  it('tries again while the mail server is away or busy, and sends it once', async () => {
    await server.stop()
    const mailer = open()
    mailer.send(MAIL)
    await vi.waitFor(async () => {
      const [row] = await api.database.outgoingMail.findMany()
      expect(row?.tries).toBeGreaterThan(1)
    }, 10_000)
    const [row] = await api.database.outgoingMail.findMany()
    expect(Buffer.from(row?.sealed ?? []).toString('latin1')).not.toContain('reset-password')
    server.refuse('450 later')
    await server.listen(port)
    await vi.waitFor(async () => {
      const [later] = await api.database.outgoingMail.findMany()
      expect(later?.tries).toBeGreaterThan((row?.tries ?? 0) + 1)
    }, 10_000)
    server.refuse(undefined)
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 10_000)
    await mailer.close()
    expect(idsIn(server.taken)).toEqual([`<${row?.id}@test.example>`])
  })

  it('takes over, once, what a program that was killed had begun', async () => {
    const [first, second] = [open(), open()]
    const { usefulSeconds: _, ...mail } = MAIL
    await api.database.outgoingMail.create({
      data: {
        id: BigInt(api.running.ids.next()),
        sealed: createMailSeal('a secret of this test').seal(mail),
        dueAt: new Date(),
        expiresAt: new Date(Date.now() + 60_000),
      },
    })
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 10_000)
    await Promise.all([first.close(), second.close()])
    expect(server.taken).toHaveLength(1)
  })

  it.each([
    ['is refused for good', { refusal: '550 no such person', usefulSeconds: 60 }],
    ['would help nobody by then', { refusal: '450 later', usefulSeconds: 0 }],
  ])('gives up what %s, and says so in the log', async (_, { refusal, usefulSeconds }) => {
    const error = vi.fn()
    const mailer = open(Object.assign(Object.create(nobody), { error }) as typeof nobody)
    server.refuse(refusal)
    mailer.send({ ...MAIL, usefulSeconds })
    await vi.waitFor(
      () =>
        expect(error.mock.calls).toMatchObject([
          [{ subject: MAIL.subject, tries: 1 }, 'a mail was not sent'],
        ]),
      15_000,
    )
    await mailer.close()
    expect(await waiting()).toBe(0)
  })
})

it('createMailSeal opens nothing that another secret has sealed', () => {
  const sealed = createMailSeal('one').seal(MAIL)
  expect(createMailSeal('one').open(sealed)).toMatchObject({ recipient: 'ada@test.example' })
  expect(() => createMailSeal('another').open(sealed)).toThrow()
})

it('writeMail trusts no name', () => {
  expect(MAIL.text).toContain('Hello <b>Ada</b> $& {name},')
  expect(MAIL.html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt; $&amp; {name},')
  expect(MAIL.html).toContain('token=a&amp;b=c')
})
