import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readForm } from './read-form.ts'

const BOUNDARY = '----edge'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`

function form(fields: Record<string, string>, file: Buffer, fileName = 'a.mp4'): Buffer {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: video/mp4\r\n\r\n`
  const end = `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="submit"\r\n\r\nUpload\r\n--${BOUNDARY}--\r\n`
  return Buffer.concat([Buffer.from(parts.join('') + head), file, Buffer.from(end)])
}

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let rest = bytes
  for (let turn = 0; rest.length > 0; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield rest.subarray(0, size)
    rest = rest.subarray(size)
  }
}

async function read(bytes: Buffer, sizes: readonly number[] = [7], type = TYPE) {
  const { fields, fileName, file } = await readForm(inPieces(bytes, sizes), type)
  const pieces: Buffer[] = []
  for await (const piece of file) pieces.push(piece)
  return { fields: Object.fromEntries(fields), fileName, file: Buffer.concat(pieces) }
}

/** Bytes in which much looks like the beginning of a boundary. */
const trickyFile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r\n', '--', `\r\n--${BOUNDARY.slice(0, -1)}`, `--${BOUNDARY}`, '\r', '\r\n\r\n'),
      fc.string(),
    ),
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => !text.includes(`\r\n--${BOUNDARY}`))
  .map((text) => Buffer.from(text))

describe('readForm', () => {
  it('reads the same form however its bytes arrive', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(trickyFile, sizes, async (file, pieces) => {
        const fields = { Key: 'a/b', 'x-amz-meta-ü': 'two\r\nlines' }
        expect(await read(form(fields, file), pieces)).toEqual({
          fields: { key: 'a/b', 'x-amz-meta-ü': 'two\r\nlines' },
          fileName: 'a.mp4',
          file,
        })
      }),
    )
  })

  it('takes a quoted boundary, text before the first, and the last name of a path', async () => {
    const bytes = Buffer.concat([
      Buffer.from('to be ignored\r\n'),
      form({ key: 'k' }, Buffer.from('x'), 'C:\\films\\한글.mp4'),
    ])
    const { fields, fileName } = await read(bytes, [5], `multipart/form-data; boundary="${BOUNDARY}"`)
    expect([fields, fileName]).toEqual([{ key: 'k' }, '한글.mp4'])
  })

  const whole = form({ key: 'k' }, Buffer.from('x'))
  const refused: Record<string, [Buffer, string, string]> = {
    'no boundary': [whole, 'multipart/form-data', 'MalformedPOSTRequest'],
    'a part without a name': [
      Buffer.from(`--${BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nx`),
      TYPE,
      'MalformedPOSTRequest',
    ],
    'no file': [
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--${BOUNDARY}--\r\n`,
      ),
      TYPE,
      'InvalidArgument',
    ],
    'an end before the last boundary': [
      whole.subarray(0, whole.indexOf('\r\n\r\nx') + 5),
      TYPE,
      'IncompleteBody',
    ],
    'fields without end': [
      form({ key: 'k'.repeat(30_000) }, Buffer.from('x')),
      TYPE,
      'MaxPostPreDataLengthExceeded',
    ],
  }
  it.each(Object.entries(refused))('refuses %s', async (_name, [bytes, type, code]) => {
    await expect(read(bytes, [64], type)).rejects.toMatchObject({ code })
  })
})
