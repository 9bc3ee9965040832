import { createHash } from 'node:crypto'
import type { Disk } from '../disk/disk.ts'
import { quoted } from '../etag.ts'
import { type Answer, emptyAnswer } from '../operation.ts'
import { type Content, writeObject } from '../operations/write-object.ts'
import { checkedKey, type S3Request } from '../request.ts'
import { S3Error } from '../s3-error.ts'
import type { Credentials } from '../signature/authenticate.ts'
import { readStoredHeaders } from '../stored-headers.ts'
import { readTagDocument } from '../tags.ts'
import { xmlDocument } from '../xml/write-xml.ts'
import { authenticateForm } from './authenticate-form.ts'
import { checkPolicy, type SizeRange } from './policy.ts'
import { readForm } from './read-form.ts'

/** Fields that this server heeds, with the metadata; another that a policy covers would silently do nothing. */
const HEEDED =
  /^(key|bucket|policy|file|tagging|success_action_(status|redirect)|x-amz-(algorithm|credential|date|signature|meta-.*)|x-ignore-.*|cache-control|content-(type|disposition|encoding|language)|expires)$/
const FILE_NAME = /\$\{filename\}/
/** S3's bound for one request: 5 GiB. */
const MOST_BYTES = 5 * 2 ** 30

interface FormSettings {
  disk: Disk
  credentials: Credentials
  region: string
  now(): number
  /** Answers `Expect: 100-continue`. */
  proceed(): void
}

/** Whether a request is a form of a browser, which is signed in its body. */
export function isForm({ method, bucket, key, headers, query }: S3Request): boolean {
  const isSigned = headers.has('authorization') || query.has('X-Amz-Algorithm')
  const isMultipart = /^multipart\/form-data\b/i.test(headers.get('content-type') ?? '')
  return method === 'POST' && bucket !== undefined && key === undefined && !isSigned && isMultipart
}

/** PostObject: stores the file of a form as its signed policy allows. */
export async function postObject(settings: FormSettings, request: S3Request): Promise<Answer> {
  const { disk, credentials, region, now } = settings
  const bucket = request.bucket ?? ''
  settings.proceed()
  const source: AsyncIterable<Buffer> = request.incoming.iterator({ destroyOnReturn: false })
  const { fields: given, fileName, file } = await readForm(source, request.headers.get('content-type') ?? '')
  const key = checkedKey((given.get('key') ?? '').replace(FILE_NAME, () => fileName))
  if (key === '') throw new S3Error('InvalidArgument', 'Bucket POST must contain a field named key')
  // The bucket too must be in the policy: else a form for one would be good for all.
  const fields = new Map([...given, ['key', key], ['bucket', bucket]])
  const size = checkPolicy(authenticateForm(fields, credentials, region), fields, now())
  const unheeded = [...fields.keys()].find((name) => !HEEDED.test(name))
  if (unheeded) throw new S3Error('NotImplemented', `The form field ${unheeded} is not implemented`)
  const { etag } = await writeObject({ disk, bucket, key, now }, boundedContent(file, size), {
    headers: readStoredHeaders({ headers: fields }),
    tags: fields.has('tagging') ? readTagDocument(fields.get('tagging') ?? '') : [],
    onlyIfNew: false,
  })
  return answerForm(fields, { bucket, key, etag: quoted(etag) })
}

/** @throws S3Error EntityTooSmall, EntityTooLarge while it is read */
function boundedContent(file: AsyncIterable<Buffer>, { least, most }: SizeRange): Content {
  const md5 = createHash('md5')
  let size = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of file) {
      size += chunk.length
      if (size > Math.min(most, MOST_BYTES)) {
        throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
      }
      md5.update(chunk)
      yield chunk
    }
  }
  return {
    chunks: chunks(),
    verify() {
      if (size < least)
        throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
      return { size, md5: md5.digest('hex'), checksum: undefined }
    },
  }
}

function answerForm(
  fields: ReadonlyMap<string, string>,
  { bucket, key, etag }: { bucket: string; key: string; etag: string },
): Answer {
  const redirect = fields.get('success_action_redirect') ?? ''
  if (URL.canParse(redirect)) {
    const target = new URL(redirect)
    for (const [name, value] of Object.entries({ bucket, key, etag })) target.searchParams.set(name, value)
    return emptyAnswer(303, { etag, location: target.href })
  }
  const location = `/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`
  const status = fields.get('success_action_status')
  if (status !== '201') return emptyAnswer(status === '200' ? 200 : 204, { etag, location })
  const body = xmlDocument('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag: etag })
  return { status: 201, headers: { etag, location, 'content-type': 'application/xml' }, body }
}
