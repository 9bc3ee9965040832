import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { freePorts } from '../settings/ports.ts'
import { refuseTakenPorts } from './refuse-taken-ports.ts'

const servers: Server[] = []

function listen(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    servers.push(server)
    server.listen(port, host, resolve)
  })
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

describe('refuseTakenPorts', () => {
  it('passes when every port is free', async () => {
    await expect(refuseTakenPorts(await freePorts(), ['web', 'api', 'redis'])).resolves.toBeUndefined()
  })

  it.each(['127.0.0.1', '0.0.0.0'])(
    'names every port taken on %s, its holder and its variable',
    async (host) => {
      const ports = await freePorts()
      await listen(ports.web, host)
      await listen(ports.redis, host)
      const refusal = refuseTakenPorts(ports, ['web', 'api', 'redis'])
      await expect(refusal).rejects.toThrow(`Port ${ports.web} is in use`)
      await expect(refusal).rejects.toThrow(`WEB_PORT=${ports.web + 1} npm start`)
      await expect(refusal).rejects.toThrow(`REDIS_PORT=${ports.redis + 1} npm start`)
      await expect(refusal).rejects.not.toThrow('API_PORT')
      if (process.platform === 'linux') await expect(refusal).rejects.toThrow(`process ${process.pid}`)
    },
  )
})
