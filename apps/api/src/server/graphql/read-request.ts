import type { Request } from 'express'
import { z } from 'zod'
import { RequestRefused } from '../../schema/index.ts'

const record = z.record(z.string(), z.unknown()).nullish()
const text = z.string().nullish()

/** The parameters of GraphQL over HTTP (section 5), and the id of a registered document in place of its text. */
const parametersShape = z.object({
  query: text,
  documentId: text,
  operationName: text,
  variables: record,
  extensions: record,
})

export type Parameters = z.output<typeof parametersShape>

/** What a request asks, by GET or POST. @throws RequestRefused for anything that is no GraphQL request */
export function readRequest(request: Request): Parameters {
  const fields = request.method === 'GET' ? readAddress(request) : (request.body as unknown)
  if (Array.isArray(fields))
    throw new RequestRefused(
      'BAD_REQUEST',
      'One operation a request: batches are not taken. HTTP/2 carries many at once.',
    )
  const parsed = parametersShape.safeParse(fields)
  if (!parsed.success) throw new RequestRefused('BAD_REQUEST', describe(parsed.error))
  const { query, documentId } = parsed.data
  if (!query && !documentId && !parsed.data.extensions?.persistedQuery)
    throw new RequestRefused('BAD_REQUEST')
  return parsed.data
}

function readAddress(request: Request): Record<string, unknown> {
  const search = new URLSearchParams(request.url.split('?', 2)[1])
  const fields: Record<string, unknown> = Object.fromEntries(search)
  for (const name of ['variables', 'extensions']) {
    const json = search.get(name)
    if (json !== null) fields[name] = parseJson(name, json)
  }
  return fields
}

function parseJson(name: string, json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new RequestRefused('BAD_REQUEST', `\`${name}\` in the address is no JSON.`)
  }
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues
  const field = issue?.path.join('.')
  return field
    ? `\`${field}\`: ${issue?.message}`
    : 'The body must be a JSON object with `query` or `documentId`.'
}
