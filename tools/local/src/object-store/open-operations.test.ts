import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createS3Store } from '@marquee/storage'
import { expect, it } from 'vitest'
import { createObjectStoreServer } from './create-server.ts'
import { createBucketFolders, openDisk } from './disk/open-disk.ts'
import { openOperations } from './open-operations.ts'

it('openOperations counts requests by S3’s names for them, and says whether the disk is there', async () => {
  const data = await mkdtemp(join(tmpdir(), 'marquee-objects-'))
  const { disk } = await openDisk(data)
  await createBucketFolders(disk, 'films')
  const operations = await openOperations({ port: 0, host: '127.0.0.1', data })
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }
  const server = createObjectStoreServer({
    disk,
    credentials,
    region: 'us-east-1',
    corsOrigins: ['*'],
    onStart: operations.requestStarted,
    onRequest: operations.requestEnded,
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const store = createS3Store({ endpoint, region: 'us-east-1', bucket: 'films', credentials })
  const base = `http://127.0.0.1:${operations.port}`

  await store.put('a/b', 'bytes')
  await fetch(`${endpoint}/films/a/b`)
  const metrics = await (await fetch(`${base}/metrics`)).text()
  const counted = (route: string, method: string, status: number) =>
    `marquee_http_requests_total{route="${route}",method="${method}",status="${status}",program="object-store"} 1`
  expect(metrics).toContain(counted('PutObject', 'PUT', 200))
  expect(metrics).toContain(counted('none', 'GET', 403))
  expect(metrics).not.toContain('a/b')
  expect((await fetch(`${base}/readyz`)).status).toBe(200)
  await rm(data, { recursive: true })
  await expect.poll(async () => (await fetch(`${base}/readyz`)).status, { timeout: 5_000 }).toBe(503)

  store.close()
  server.closeAllConnections()
  server.close()
  await operations.close()
})
