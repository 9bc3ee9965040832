import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { createConnectionPool } from './connection-pool.ts'

it('createConnectionPool takes no connection from who has it now because who had it before took nothing', async () => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const pool = createConnectionPool({ host: '127.0.0.1', port, secure: false }, 1, 0)
  const connection = await pool.take()
  let givenUp = 0
  pool.stall(connection, () => givenUp++)
  pool.giveBack(connection)
  expect(await pool.take()).toBe(connection)
  const next = pool.take()
  expect(givenUp).toBe(0)
  pool.giveBack(connection)
  expect(await next).toBe(connection)
  pool.close()
  server.close()
})
