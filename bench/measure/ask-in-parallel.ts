import { Agent, request } from 'node:http'

export interface Load {
  /** How many requests in all. */
  readonly times: number
  /** Kept open; each sends the next request when its last was answered. */
  readonly connections: number
}

/** Sends the same POST again and again; answers the last body. Throws where one has errors. */
export async function askInParallel(
  url: string,
  body: string,
  { times, connections }: Load,
): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = times
  let last = ''
  const ask = async () => {
    while (left-- > 0) {
      last = await post(url, body, agent)
      if (!last.startsWith('{"data":')) throw new Error(`${url} answered ${last.slice(0, 300)}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  agent.destroy()
  return last
}

function post(url: string, body: string, agent: Agent): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve(text))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
