import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createLogger } from '@marquee/service'
import { expect, it } from 'vitest'
import { startTestApi } from '../../testing/start-test-api.ts'
import { createMailer } from './mailer.ts'
import { writeMail } from './write-mail.ts'

/** Takes mails as RFC 5321 asks, keeping what is said after DATA. */
function takeMail(socket: Socket, keep: (data: string) => void): void {
  let data: string | undefined
  socket.setEncoding('utf8').write('220 sink\r\n')
  socket.on('data', (chunk: string) => {
    if (data === undefined) {
      const verb = chunk.slice(0, 4).toUpperCase()
      if (verb === 'DATA') data = ''
      socket.write(verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
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

it('createMailer says in the log what it could not send, and to nobody else', async () => {
  const logged: unknown[] = []
  const logger = Object.assign(Object.create(nobody), {
    error: (...line: unknown[]) => logged.push(line),
  }) as typeof nobody
  const { database, running, stop } = await startTestApi()
  const mailer = createMailer({
    smtpUrl: 'smtp://127.0.0.1:1',
    from: 'marquee@test.example',
    database,
    ids: running.ids,
    logger,
  })
  mailer.send(MAIL)
  await mailer.close()
  expect(logged).toMatchObject([[{ subject: MAIL.subject }, 'a mail was not sent']])
  await stop()
})

it('createMailer sends by SMTP what was handed over before it closes', async () => {
  const taken: string[] = []
  const server = createServer((socket) => takeMail(socket, (data) => taken.push(data)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const api = await startTestApi()
  const mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    from: 'Marquee <marquee@test.example>',
    database: api.database,
    ids: api.running.ids,
    logger: nobody,
  })
  mailer.send(MAIL)
  await mailer.close()
  expect(taken).toHaveLength(1)
  expect(taken[0]).toContain('To: ada@test.example')
  expect(taken[0]).toContain('Subject: Choose a new password')
  expect(await api.database.localMail.count()).toBe(0)
  server.close()
  await api.stop()
})

it('writeMail trusts no name', () => {
  expect(MAIL.text).toContain('Hello <b>Ada</b> $& {name},')
  expect(MAIL.html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt; $&amp; {name},')
  expect(MAIL.html).toContain('token=a&amp;b=c')
})
