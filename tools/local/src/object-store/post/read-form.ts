import { S3Error } from '../s3-error.ts'

/** A form of a browser, read up to its file. */
export interface Form {
  /** Values by lower-case name. */
  fields: ReadonlyMap<string, string>
  /** What the person calls the file, without folders; empty where the browser says nothing. */
  fileName: string
  /** The file's bytes, to be read to their end. What comes behind the file is ignored, as S3 does. */
  file: AsyncIterable<Buffer>
}

/** S3's bound on all that comes before the file. */
const MOST_BEFORE_FILE_BYTES = 20_480

/**
 * Reads multipart/form-data (RFC 7578) as it arrives, holding no more than a chunk of the file.
 *
 * @throws S3Error MalformedPOSTRequest, MaxPostPreDataLengthExceeded, IncompleteBody; InvalidArgument without a file
 */
export async function readForm(source: AsyncIterable<Buffer>, contentType: string): Promise<Form> {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw malformed('The form has no boundary')
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const read = createDelimitedReader(source)
  const fields = new Map<string, string>()
  let left = MOST_BEFORE_FILE_BYTES
  const text = async (end: Buffer) => {
    const bytes = await gather(read(end), left)
    left -= bytes.length
    return bytes.toString('utf8')
  }
  await text(delimiter)
  for (;;) {
    if ((await text(LINE_END)).trim() !== '') break
    const { name, fileName } = readDisposition(await text(HEAD_END))
    if (name === 'file') return { fields, fileName, file: read(delimiter) }
    fields.set(name, await text(delimiter))
  }
  throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request')
}

const LINE_END = Buffer.from('\r\n')
const HEAD_END = Buffer.from('\r\n\r\n')

/** Browsers write names as UTF-8 and only `"`, CR and LF percent-encoded. */
function readDisposition(head: string): { name: string; fileName: string } {
  const line = head.split('\r\n').find((header) => /^content-disposition:\s*form-data\b/i.test(header)) ?? ''
  const parameter = (name: string) => new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(line)?.[1]
  const name = parameter('name')
  if (name === undefined) throw malformed('A part of the form has no name')
  const fileName = (parameter('filename') ?? '').split(/[/\\]/).at(-1) ?? ''
  return { name: name.toLowerCase(), fileName }
}

async function gather(bytes: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > most) {
      throw new S3Error(
        'MaxPostPreDataLengthExceeded',
        'Your POST fields preceding the upload file were too large',
      )
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Gives what comes before a delimiter, and goes on behind it the next time. @throws S3Error IncompleteBody */
function createDelimitedReader(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]()
  // So that a form which begins with its boundary has a line's end before it, like all others.
  let held: Buffer = Buffer.from('\r\n')
  return async function* until(delimiter: Buffer): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const end = held.indexOf(delimiter)
      if (end !== -1) {
        const before = held.subarray(0, end)
        held = held.subarray(end + delimiter.length)
        if (before.length > 0) yield before
        return
      }
      // The delimiter may have begun in the last bytes.
      const safe = Math.max(0, held.length - delimiter.length + 1)
      const passed = held.subarray(0, safe)
      held = held.subarray(safe)
      if (passed.length > 0) yield passed
      const { done, value } = await iterator.next()
      if (done) throw new S3Error('IncompleteBody', 'The form ends before its last boundary')
      held = held.length === 0 ? value : Buffer.concat([held, value])
    }
  }
}

function malformed(what: string): S3Error {
  return new S3Error('MalformedPOSTRequest', what)
}
