import { S3Client } from '@aws-sdk/client-s3'

/** How to reach one bucket. `publicEndpoint` is what browsers reach; URLs are presigned against it. */
export interface S3Settings {
  endpoint: string
  publicEndpoint?: string
  region: string
  bucket: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  /** Connections at once. A program that streams to slow clients holds one for each of them. */
  maxSockets?: number
}

export interface S3Context {
  bucket: string
  client: S3Client
  /** Signs URLs only, never connects. */
  presigner: S3Client
}

const CONNECT_TIMEOUT_MS = 5_000
/**
 * No byte in either direction for this long means that the connection is lost. Not shorter: behind a slow viewer the
 * megabytes in the sockets' buffers drain for minutes before the store is read again.
 */
const IDLE_TIMEOUT_MS = 300_000
const DEFAULT_MAX_SOCKETS = 64

export function createContext(settings: S3Settings): S3Context {
  const client = createClient(settings, settings.endpoint)
  const presigner = createClient(settings, settings.publicEndpoint ?? settings.endpoint)
  return { bucket: settings.bucket, client, presigner }
}

function createClient(settings: S3Settings, endpoint: string): S3Client {
  const { region, credentials, maxSockets = DEFAULT_MAX_SOCKETS } = settings
  return new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    // The default signs a placeholder CRC32 into PUT URLs and sends trailers, which several servers refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // By default the SDK writes to the console what it also throws; who catches it knows what it is worth.
    logger: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: IDLE_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
  })
}

function ignore(): void {}
