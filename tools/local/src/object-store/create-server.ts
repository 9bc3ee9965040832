import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { incomingBody } from './body/incoming-body.ts'
import { type CorsOrigins, corsHeaders, preflightHeaders } from './cors.ts'
import type { Disk } from './disk/disk.ts'
import type { Answer } from './operation.ts'
import { isForm, postObject } from './post/post-object.ts'
import { readRequest, type S3Request } from './request.ts'
import { chooseRoute } from './route.ts'
import { S3Error } from './s3-error.ts'
import { errorAnswer, sendAnswer } from './send-answer.ts'
import { authenticate, type Credentials } from './signature/authenticate.ts'

export interface ServerSettings {
  disk: Disk
  credentials: Credentials
  region: string
  corsOrigins: CorsOrigins
  /** Once per request, before anything is known of it. */
  onStart?(): void
  /** Once per request, after its answer. */
  onRequest(event: RequestEvent): void
  now?(): number
}

export interface RequestEvent {
  requestId: string
  method: string
  path: string
  /** S3's name of it, such as `UploadPart`; `none` where it was refused before that was known. */
  operation: string
  status: number
  milliseconds: number
  /** The cause of an InternalError. */
  error?: unknown
}

/** A connection on which no byte moves for this long is given up. */
const IDLE_MS = 600_000
/** Longer than clients keep theirs, so that no request meets a socket that is just being closed. */
const KEEP_ALIVE_MS = 75_000
/** Only in the log: nginx's status for it. */
const CLIENT_LEFT = 499

export function createObjectStoreServer(settings: ServerSettings): Server {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS })
  server.setTimeout(IDLE_MS)
  const handle = (incoming: IncomingMessage, response: ServerResponse, proceed: () => void) => {
    const client = { proceed, isDraining: () => !server.listening }
    serve(settings, incoming, response, client).catch(() => response.destroy())
  }
  server.on('request', (incoming, response) => handle(incoming, response, () => undefined))
  server.on('checkContinue', (incoming, response) => {
    handle(incoming, response, () => response.writeContinue())
  })
  return server
}

interface Client {
  /** Answers `Expect: 100-continue`. */
  proceed(): void
  isDraining(): boolean
}

async function serve(
  settings: ServerSettings,
  incoming: IncomingMessage,
  response: ServerResponse,
  { proceed, isDraining }: Client,
): Promise<void> {
  const started = performance.now()
  settings.onStart?.()
  let operation = 'none'
  const requestId = randomUUID()
  const { method = 'GET', url = '/' } = incoming
  const path = url.split('?')[0] ?? '/'
  response.on('error', () => undefined)
  const { answer, error } = await attempt(
    () =>
      answerRequest(settings, incoming, proceed, (name) => {
        operation = name
      }),
    {
      resource: path,
      requestId,
      method,
    },
  )
  const headers = {
    ...answer.headers,
    ...corsHeaders(settings.corsOrigins, incoming.headers.origin),
    'x-amz-request-id': requestId,
  }
  // A connection that is kept open would hold a process that wants to end.
  if (isDraining()) response.shouldKeepAlive = false
  await sendAnswer(response, { ...answer, headers })
  const milliseconds = Math.round(performance.now() - started)
  const outcome = hasLeft(incoming) ? { status: CLIENT_LEFT } : { status: answer.status, error }
  settings.onRequest({ requestId, method, path, operation, milliseconds, ...outcome })
}

/** The answer, which may be a refusal; `error` is what nobody foresaw. */
async function attempt(
  act: () => Promise<Answer>,
  { resource, requestId, method }: Record<'resource' | 'requestId' | 'method', string>,
): Promise<{ answer: Answer; error?: unknown }> {
  try {
    return { answer: await act() }
  } catch (error) {
    if (error instanceof S3Error) return { answer: errorAnswer(error, resource, requestId, method) }
    const internal = new S3Error('InternalError', 'We encountered an internal error')
    return { answer: errorAnswer(internal, resource, requestId, method), error }
  }
}

/** Before its request was whole. */
function hasLeft(incoming: IncomingMessage): boolean {
  return incoming.destroyed && !incoming.complete
}

async function answerRequest(
  settings: ServerSettings,
  incoming: IncomingMessage,
  proceed: () => void,
  onOperation: (name: string) => void,
): Promise<Answer> {
  if (incoming.url === '/healthz')
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' }
  if (incoming.method === 'OPTIONS') return answerPreflight(settings, incoming)
  const request = readRequest(incoming)
  const now = settings.now ?? Date.now
  if (isForm(request)) {
    onOperation('PostObject')
    checkBucket(settings.disk, request, 'PostObject')
    return postObject({ ...settings, now, proceed }, request)
  }
  const authenticated = authenticate(request, settings.credentials, settings.region, now())
  const { name, operation } = chooseRoute(request)
  onOperation(name)
  checkBucket(settings.disk, request, name)
  return operation({
    disk: settings.disk,
    request,
    bucket: request.bucket ?? '',
    key: request.key ?? '',
    body: () => incomingBody(request, authenticated, proceed),
    now,
  })
}

function checkBucket(disk: Disk, { bucket }: S3Request, name: string): void {
  if (bucket === undefined || name === 'CreateBucket' || disk.buckets.has(bucket)) return
  throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
}

function answerPreflight({ corsOrigins }: ServerSettings, { headers }: IncomingMessage): Answer {
  const allowed = preflightHeaders(corsOrigins, {
    origin: headers.origin,
    method: headers['access-control-request-method'],
    headers: headers['access-control-request-headers'],
  })
  if (!allowed) throw new S3Error('AccessDenied', 'CORSResponse: this CORS request is not allowed')
  return { status: 200, headers: allowed }
}
