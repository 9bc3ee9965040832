import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { EnvironmentError, parseEnvironment } from '../environment/read-environment.ts'
import { createClientAddresses, PROXY_SECRET_HEADER, proxyEnvironment } from './client-address.ts'
import { networkOf } from './network-of.ts'

const SECRET = 'the secret of the web server'

/** What a server that listens on this machine takes the address of a request with these headers to be. */
async function seen(environment: Record<string, string>, headers: Record<string, string>): Promise<string> {
  const { addressOf } = createClientAddresses(parseEnvironment(z.object(proxyEnvironment), environment))
  const server = createServer((request, response) => response.end(addressOf(request)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const text = await (await fetch(`http://127.0.0.1:${port}`, { headers })).text()
  server.close()
  return text
}

it.each([
  ['no proxy is trusted', {}, '203.0.113.9', '127.0.0.1'],
  ['the balancer is', { TRUSTED_PROXIES: 'loopback' }, '203.0.113.9', '203.0.113.9'],
  ['a client wrote one before it', { TRUSTED_PROXIES: '127.0.0.0/8' }, '8.8.8.8, 203.0.113.9', '203.0.113.9'],
  [
    'there are two balancers',
    { TRUSTED_PROXIES: 'loopback, 10.0.0.0/8' },
    '203.0.113.9, 10.1.2.3',
    '203.0.113.9',
  ],
  [
    'the client is itself in a private network',
    { TRUSTED_PROXIES: 'loopback' },
    '8.8.8.8, 192.168.0.7',
    '192.168.0.7',
  ],
])('createClientAddresses, where %s', async (_, environment: Record<string, string>, forwarded, address) => {
  expect(await seen(environment, { 'x-forwarded-for': forwarded })).toBe(address)
})

it('createClientAddresses believes who shows PROXY_SECRET, for one hop', async () => {
  const forwarded = { 'x-forwarded-for': '8.8.8.8, 203.0.113.9' }
  const ask = (shown: string) =>
    seen({ PROXY_SECRET: SECRET }, { ...forwarded, [PROXY_SECRET_HEADER]: shown })
  expect(await ask(SECRET)).toBe('203.0.113.9')
  expect(await ask('a guess')).toBe('127.0.0.1')
})

it('proxyEnvironment refuses what is no network', () => {
  expect(() => parseEnvironment(z.object(proxyEnvironment), { TRUSTED_PROXIES: 'the balancer' })).toThrow(
    EnvironmentError,
  )
})

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['::1', '::'],
  ['unknown', 'unknown'],
])('networkOf(%s) is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
