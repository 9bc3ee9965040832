import { readFileSync } from 'node:fs'
import { createLogger } from '@marquee/service'
import { createFront } from '../lan/create-front.ts'

/** Given by lan-part.ts alone, as one JSON value. */
const settings = JSON.parse(process.argv[2] ?? '{}') as {
  host: string
  port: number
  files: { authority: string; certificate: string; key: string }
  targets: { web: number; edge: number; objectStore: number; buckets: string[] }
}

const logger = createLogger('lan', { level: 'info' })
const { authority, certificate, key } = settings.files
const front = createFront({
  targets: settings.targets,
  authority: readFileSync(authority, 'utf8'),
  certificate: readFileSync(certificate, 'utf8'),
  key: readFileSync(key, 'utf8'),
  failed: (err) => logger.warn({ err }, 'a part does not answer'),
})
front.listen({ port: settings.port, host: settings.host }, () =>
  logger.info({ port: settings.port }, 'ready'),
)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0))
