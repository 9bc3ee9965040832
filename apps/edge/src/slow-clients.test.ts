import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { parseEnvironment, playbackExpiry, signPlaybackToken, storageEnvironment } from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const PROGRAM = path.join(import.meta.dirname, '../dist/bin/edge.js')
const secret = 'a playback secret for tests'
const video = 'slowslowslo'
const token = signPlaybackToken({ secret, video, expiresAt: playbackExpiry(), sharing: 'shared' })
const size = 64 * 2 ** 20
const READERS = 200
/** MB of 2^20 bytes: the program by itself is 90, and each stalled reader has buffers of half a megabyte. */
const MOST_RESIDENT_MB = 230

describe.skipIf(!process.env.S3_ENDPOINT || process.platform !== 'linux')(
  'the edge with slow clients',
  () => {
    let store: ObjectStore
    let edge: ChildProcess
    let port: number

    beforeAll(async () => {
      const env = parseEnvironment(z.object(storageEnvironment), process.env)
      store = createS3Store({
        endpoint: env.S3_ENDPOINT,
        region: env.S3_REGION,
        bucket: env.S3_BUCKET_TRANSCODED,
        credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
      })
      await store.put(`videos/${video}/r1/film.mp4`, Buffer.alloc(size, 7))
      port = await freePort()
      edge = spawn(process.execPath, [PROGRAM], {
        env: { ...process.env, EDGE_PORT: String(port), PLAYBACK_SECRET: secret, LISTEN_HOST: '127.0.0.1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (edge.stdout) await until(edge.stdout, '"ready"')
    })
    afterAll(async () => {
      edge.kill('SIGKILL')
      await store.deletePrefix(`videos/${video}/`)
      store.close()
    })

    it(`holds ${READERS} readers of a large file that stall, within ${MOST_RESIDENT_MB} MB, and serves others meanwhile`, async () => {
      const readers = await Promise.all(Array.from({ length: READERS }, () => stalledReader(port)))
      const answer = await fetch(`http://127.0.0.1:${port}/v/${token}/${video}/r1/film.mp4`, {
        headers: { range: 'bytes=1000-1999' },
      })
      expect((await answer.arrayBuffer()).byteLength).toBe(1_000)
      expect(await peakResidentMb(edge.pid ?? 0)).toBeLessThan(MOST_RESIDENT_MB)
      for (const reader of readers) reader.destroy()
    })

    it('finishes what runs when it is told to stop, closes what is idle, and takes nothing new', async () => {
      const idle = connect(port, '127.0.0.1')
      idle.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
      await once(idle, 'data')
      const running = await stalledReader(port)
      const left = once(edge, 'exit')
      edge.kill('SIGTERM')
      await once(idle, 'close')
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
      let received = 0
      running.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      running.resume()
      await once(running, 'close')
      expect(received).toBeGreaterThan(size - 1_000_000)
      expect(await left).toEqual([0, null])
    })
  },
)

/** Has the first bytes of the answer, and reads no more. */
async function stalledReader(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET /v/${token}/${video}/r1/film.mp4 HTTP/1.1\r\nhost: x\r\n\r\n`)
  await once(socket, 'data')
  return socket.pause()
}

async function until(output: NodeJS.ReadableStream, word: string): Promise<void> {
  for await (const chunk of output) if (String(chunk).includes(word)) return
}

async function peakResidentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024
}
