import { Agent, get } from 'node:http'

export type RangeLoad = {
  /** Whole addresses of objects, each of `objectSize` bytes. */
  readonly urls: readonly string[]
  readonly objectSize: number
  readonly rangeSize: number
  readonly requests: number
}

const CONNECTIONS = 16

/** Reads ranges at random places, on kept connections; answers how many bytes came. Throws on a wrong answer. */
export async function readRanges({ urls, objectSize, rangeSize, requests }: RangeLoad): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let left = requests
  let bytes = 0
  const reader = async () => {
    while (left > 0) {
      left -= 1
      const url = urls[Math.floor(Math.random() * urls.length)] ?? ''
      const start = Math.floor(Math.random() * (objectSize / rangeSize)) * rangeSize
      const read = await readRange(url, agent, start, start + rangeSize - 1)
      bytes += read
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, reader))
  agent.destroy()
  return bytes
}

function readRange(url: string, agent: Agent, start: number, end: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { range: `bytes=${start}-${end}` } }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on('end', () => {
        if (answer.statusCode === 206 && bytes === end - start + 1) resolve(bytes)
        else reject(new Error(`${url} answered ${answer.statusCode} with ${bytes} bytes`))
      })
    })
    request.on('error', reject)
  })
}
