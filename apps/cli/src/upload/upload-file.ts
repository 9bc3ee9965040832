import { resolve } from 'node:path'
import { createUploadTask, type UploadDetails, type UploadEnd, type UploadSource } from '@marquee/uploader'
import { createFileSource, createHttpTransport, type FileRange } from '@marquee/uploader/node'
import { CliError } from '../connect/cli-error.ts'
import type { Client } from '../connect/create-client.ts'
import type { ProgressPrinter } from '../output/create-progress-printer.ts'
import { createGraphqlUploadApi } from './create-graphql-upload-api.ts'

export interface FileUpload {
  readonly source: UploadSource<FileRange>
  readonly details: UploadDetails
}

export interface FileUploadEnd {
  readonly end: UploadEnd
  /** Null where the API never accepted the upload. */
  readonly videoId: string | null
}

/**
 * Brings one file over, with its progress on `printer`. When the signal fires, the upload is taken back; a program
 * that was killed leaves it, and the same file goes on with it.
 */
export async function uploadFile(
  client: Client,
  { source, details }: FileUpload,
  printer: ProgressPrinter,
  signal: AbortSignal,
): Promise<FileUploadEnd> {
  const task = createUploadTask({
    source,
    details,
    api: createGraphqlUploadApi(client),
    transport: createHttpTransport(),
  })
  let begun = false
  task.subscribe(() => {
    const { state, sentBytes, totalBytes, ...pace } = task.snapshot()
    if (state !== 'uploading') return
    const fraction = sentBytes / totalBytes
    if (!begun && sentBytes > 0)
      printer.say(`Going on where it stopped: ${Math.floor(fraction * 100)} % is there.`)
    begun = true
    printer.report({ label: 'Uploading ', fraction, ...pace })
  })
  const cancel = () => void task.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  const end = await task.start()
  signal.removeEventListener('abort', cancel)
  printer.end()
  return { end, videoId: task.snapshot().videoId }
}

/** A file that is absolute, or relative to `folder`. */
export function openFile(folder: string, file: string): Promise<UploadSource<FileRange>> {
  const path = resolve(folder, file)
  return createFileSource(path).catch((cause: unknown) => {
    throw new CliError('FILE_NOT_FOUND', `There is no file ${path} that can be read. Check its name.`, {
      cause,
    })
  })
}
