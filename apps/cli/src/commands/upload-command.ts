import { Command, Option } from 'commander'
import { CliError } from '../connect/cli-error.ts'
import { createClient } from '../connect/create-client.ts'
import { findSettings } from '../connect/find-settings.ts'
import { createProgressPrinter } from '../output/create-progress-printer.ts'
import { codeOf, messageOf, printFailure } from '../output/run-command.ts'
import {
  barePublicId,
  failedResult,
  type LifeState,
  lifeState,
  type UploadResult,
} from '../output/upload-result.ts'
import { type FollowedVideo, followVideo, readVideo } from '../upload/follow-video.ts'
import { openFile, uploadFile } from '../upload/upload-file.ts'

interface UploadOptions {
  readonly title?: string
  readonly description?: string
  readonly visibility?: 'private' | 'unlisted' | 'public'
  readonly pipeline?: string
  readonly wait?: boolean
  readonly json?: boolean
}

/** As shells say it: 128 + SIGINT. */
const EXIT_INTERRUPTED = 130

export function uploadCommand(): Command {
  return new Command('upload')
    .description('Upload a video. The last line of the output is one line of JSON.')
    .argument('<file>', 'the video file, relative to where the command is typed')
    .option('-t, --title <title>', 'its title; by default the file name without its extension')
    .option('-d, --description <text>', 'its description')
    .addOption(
      new Option('-v, --visibility <who>', 'who may watch').choices(['private', 'unlisted', 'public']),
    )
    .option('-p, --pipeline <name>', 'how it is processed; `marquee pipeline list` says what there is')
    .option('-w, --wait', 'wait until it is ready, and fail if it does not get there')
    .option('--json', 'print nothing but the line of JSON')
    .action(runUpload)
}

async function runUpload(file: string, options: UploadOptions): Promise<void> {
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort(new CliError('INTERRUPTED', 'Stopped before the end.')))
  const result = await upload(file, options, interrupt.signal)
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = exitStatus(result, interrupt.signal)
}

function exitStatus({ errorCode, status }: UploadResult, signal: AbortSignal): number {
  if (signal.aborted) return EXIT_INTERRUPTED
  return errorCode === null && status !== 'taken_down' ? 0 : 1
}

/** Never rejects: a failure is printed, and is part of the result. */
async function upload(file: string, options: UploadOptions, signal: AbortSignal): Promise<UploadResult> {
  let id: string | null = null
  let status: LifeState = 'failed'
  const printer = createProgressPrinter(process.stderr)
  try {
    const settings = findSettings()
    const source = await openFile(settings.folder, file)
    const client = await createClient(settings)
    const request = { source, details: detailsOf(options) }
    const { end, videoId } = await uploadFile(client, request, printer, signal)
    id = videoId
    if (end.outcome === 'cancelled') throw signal.reason
    if (end.outcome === 'failed') throw end.error
    status = 'processing'
    if (!options.json) process.stdout.write(`Uploaded as ${barePublicId(end.videoId)}.\n`)
    const video = options.wait
      ? await followVideo(
          client,
          end.videoId,
          (progress) => printer.report({ label: 'Processing', ...progress }),
          signal,
        )
      : await readVideo(client, end.videoId, signal)
    printer.end()
    return toResult(video)
  } catch (error) {
    printer.end()
    printFailure(codeOf(error), messageOf(error))
    return failedResult(id, status, codeOf(error))
  }
}

function detailsOf({ title, description, visibility, pipeline }: UploadOptions) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(visibility ? { visibility: visibility.toUpperCase() as Uppercase<typeof visibility> } : {}),
  }
}

function toResult({ id, status, failure, playback }: FollowedVideo): UploadResult {
  if (failure) printFailure(failure.code, failure.message)
  return {
    id: barePublicId(id),
    status: lifeState(status),
    errorCode: failure?.code ?? null,
    hls: playback?.hls ?? null,
    dash: playback?.dash ?? null,
  }
}
