import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerOperations, type Operations } from './answer-operations.ts'

export interface OperationsServer {
  /** The port it listens on, which differs from the one asked for when that was 0. */
  readonly port: number
  close(): Promise<void>
}

/** A server of nothing but /healthz, /readyz and /metrics, for programs that have no other: the workers. */
export async function serveOperations(
  operations: Operations & { readonly port: number; readonly host?: string | undefined },
): Promise<OperationsServer> {
  const server = createServer(async (request, response) => {
    if (!(await answerOperations({ ...operations, isPrivate: true }, request, response)))
      response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: operations.port, host: operations.host }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
