import type { IncomingMessage } from 'node:http'
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

/** What the fields of an address or a body ask. @throws RequestRefused where they are no GraphQL request */
export function readRequest(fields: unknown): Parameters {
  if (fields === undefined) throw new RequestRefused('UNSUPPORTED_MEDIA_TYPE')
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

/** The fields of a GET. @throws RequestRefused where one of them should be JSON and is not */
export function fieldsOf({ url }: IncomingMessage): Record<string, unknown> {
  const search = new URLSearchParams(url?.split('?', 2)[1])
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
