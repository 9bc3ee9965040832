import type { IncomingMessage } from 'node:http'

/** Node's headers as fetch knows them. */
export function toWebHeaders({ headers }: Pick<IncomingMessage, 'headers'>): Headers {
  const web = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) for (const one of value) web.append(name, one)
    else if (value !== undefined) web.set(name, value)
  }
  return web
}
