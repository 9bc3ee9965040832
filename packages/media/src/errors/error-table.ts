/**
 * Recoverable: worth another attempt, on another worker or by the caller. Terminal: the same input fails
 * the same way, so the run stops and the person is told what to do.
 */
export type ErrorClass = 'recoverable' | 'terminal'

export interface ErrorEntry {
  readonly class: ErrorClass
  /** English, for the person who uploaded: what happened, then what to do. Translated by code. */
  readonly message: string
}

const terminal = (message: string): ErrorEntry => ({ class: 'terminal', message })
const recoverable = (message: string): ErrorEntry => ({ class: 'recoverable', message })

/** What is wrong with a file. Trying again with the same bytes cannot help. */
const SOURCE_ERRORS = {
  SOURCE_EMPTY: terminal('This file is empty. Check it on your device, then upload it again.'),
  SOURCE_UNREADABLE: terminal(
    'This file is not a video we can read. Play it on your device first; if it plays, export it as MP4 and upload that.',
  ),
  SOURCE_TRUNCATED: terminal(
    'This file ends early: part of it is missing. Copy it from the camera or export it again, then upload the whole file.',
  ),
  SOURCE_DAMAGED: terminal(
    'Parts of this file are damaged and cannot be decoded. Copy it from the original again, then upload it.',
  ),
  SOURCE_DIMENSIONS_MISMATCH: terminal(
    'This file states a picture size that its frames do not have. Export it again, then upload it.',
  ),
  SOURCE_UNSUPPORTED_CODEC: terminal(
    'This video uses a codec we cannot decode yet. Export it as H.264, H.265, VP9 or AV1, then upload it.',
  ),
  SOURCE_NO_VIDEO: terminal(
    'This file has sound but no picture. Upload it with the pipeline «audio», which shows its cover, or add a picture to it.',
  ),
  SOURCE_NO_SOUND: terminal(
    'This file has no sound, and its pipeline keeps nothing else. Upload it with another pipeline.',
  ),
  SOURCE_PLAYLIST: terminal(
    'This is a playlist: it only points at other files. Upload the video file itself.',
  ),
  SOURCE_TOO_MANY_FRAMES: terminal(
    'This video has more frames than we process. Export it at 240 frames a second or fewer, then upload it.',
  ),
  SOURCE_TOO_LARGE_PICTURE: terminal(
    'The picture is larger than 8192 × 4320. Export it at 4K or smaller, then upload it.',
  ),
  SOURCE_TOO_SMALL_PICTURE: terminal(
    'The picture is too small for the codecs of its pipeline. Export it at 64 × 64 or larger, or upload it with another pipeline.',
  ),
  SOURCE_TOO_LONG: terminal(
    'This video is longer than 12 hours. Cut it into parts, then upload them one by one.',
  ),
} as const satisfies Record<string, ErrorEntry>

/** What is wrong on our side. */
const SYSTEM_ERRORS = {
  STORAGE_UNAVAILABLE: recoverable(
    'Our storage did not answer. Nothing is lost; press Retry in a few minutes.',
  ),
  STORAGE_REFUSED: recoverable(
    'Our storage refused what processing this video needs. Your upload is safe; press Retry once whoever runs this site has mended it.',
  ),
  WORKER_DISK_FULL: recoverable(
    'The machine that worked on this video had no room left. Your upload is safe; press Retry.',
  ),
  ENCODE_FAILED: recoverable('Encoding stopped unexpectedly. Your upload is safe; press Retry.'),
  ENCODE_TIMEOUT: recoverable('Encoding took longer than it may. Your upload is safe; press Retry.'),
  ENCODE_KILLED: recoverable('Encoding was interrupted on our side. Your upload is safe; press Retry.'),
  ENCODE_OUT_OF_MEMORY: recoverable(
    'Encoding took more memory than one film may have here. Your upload is safe; press Retry, or export it with a smaller picture and upload that.',
  ),
  PACKAGE_FAILED: recoverable('Preparing the video for players failed. Your upload is safe; press Retry.'),
  PIPELINE_INVALID: recoverable(
    'The pipeline of this video cannot run here as it is defined. Your upload is safe; once it is mended, press Retry.',
  ),
  WORKER_LOST: recoverable(
    'The machine that worked on this video went away. Your upload is safe; press Retry.',
  ),
  NO_FITTING_WORKER: recoverable(
    'No machine here has what the pipeline of this video asks for. Your upload is safe; once there is one, press Retry.',
  ),
  RUN_CANCELLED: recoverable(
    'Whoever runs this site stopped the processing of this video. Your upload is safe; press Retry.',
  ),
  INTERNAL: recoverable(
    'This failed on our side, and we kept a record of it. Your upload is safe; press Retry.',
  ),
} as const satisfies Record<string, ErrorEntry>

/** What is wrong with a request. Recoverable here means: the same request may succeed later. */
const REQUEST_ERRORS = {
  EMPTY_FILE: terminal('This file is empty. Choose another one.'),
  FILE_TOO_LARGE: terminal('This file is larger than 1 GB. Export it smaller, or cut it into parts.'),
  FILE_NAME_INVALID: terminal('This file name cannot be used. Rename the file, then choose it again.'),
  UPLOAD_NOT_FOUND: terminal('This upload does not exist, or is not yours. Start a new one.'),
  UPLOAD_INCOMPLETE: recoverable(
    'Some parts of the file have not arrived yet. Resume the upload, then finish it.',
  ),
  UPLOAD_SIZE_MISMATCH: terminal(
    'What arrived is not as long as was announced. Start a new upload with the finished file.',
  ),
  UPLOAD_CLOSED: terminal('This upload has already ended. Start a new one.'),
  UPLOAD_EXPIRED: terminal('This upload was left too long and has expired. Start a new one.'),
  PART_NUMBER_INVALID: terminal(
    'There is no such part in this upload. Ask for parts from 1 to its part count.',
  ),
  PICTURE_TOO_LARGE: terminal('This picture is larger than 2 MB. Export it smaller.'),
  PICTURE_TOO_MANY_PIXELS: terminal(
    'This picture has more than 10 megapixels. Scale it down; 1280 × 720 is all that is shown.',
  ),
  PICTURE_UNREADABLE: terminal('This file is not a picture we can read. Export it as JPEG, PNG or WebP.'),
  THUMBNAIL_NOT_FOUND: terminal('This video has no such picture. Ask for its `thumbnailCandidates`.'),
  LOGO_REQUIRED: terminal('Send a picture for the watermark first.'),
  WATERMARK_OUT_OF_RANGE: terminal(
    'A watermark is 3 to 30 % of the width, with an opacity of 10 to 100 %. Choose values within.',
  ),
  TITLE_REQUIRED: terminal('Give the video a title.'),
  TITLE_TOO_LONG: terminal('This title is longer than 100 characters. Shorten it.'),
  DESCRIPTION_TOO_LONG: terminal('This description is longer than 5,000 characters. Shorten it.'),
  CAPTION_FILE_INVALID: terminal(
    'These are no captions that we can read. Save them as SubRip (.srt) or WebVTT (.vtt), then choose the file again.',
  ),
  CAPTION_FILE_NOT_TEXT: terminal('This file is no text in UTF-8. Save it so, then choose it again.'),
  CAPTION_FILE_TOO_LARGE: terminal('These captions are larger than 200 kB. Shorten them.'),
  CAPTION_LANGUAGE_INVALID: terminal('This is no language that we know. Choose one from the list.'),
  CAPTION_LIMIT_REACHED: terminal('This video has captions in 50 languages already. Remove some first.'),
  VIDEO_NOT_FOUND: terminal('This video does not exist, or is not shared with you.'),
  NOT_RETRYABLE: terminal('Trying again cannot help this video. Upload a corrected file as a new video.'),
  PIPELINE_UNKNOWN: terminal('There is no such pipeline here. Ask for `pipelines` to see what there is.'),
  CHANNEL_NOT_FOUND: terminal('This channel does not exist.'),
  NAME_REQUIRED: terminal('Give a name.'),
  NAME_TOO_LONG: terminal('This name is too long. Shorten it.'),
  UNAUTHENTICATED: terminal('Sign in first.'),
  FORBIDDEN: terminal('Your account may not do this.'),
  RUN_NOT_FOUND: terminal('There is no such run.'),
  RUN_ENDED: terminal('This run has ended already. Reload to see how.'),
  WORKER_NOT_FOUND: terminal('This worker has gone.'),
  CLASS_UNKNOWN: terminal('There is no such class of tasks. Ask for `taskClasses` to see what there is.'),
  DEMO_ACCOUNT: terminal(
    'This account is everybody’s in this demo, so nobody may change who gets in. Make an account of your own.',
  ),
} as const satisfies Record<string, ErrorEntry>

/** Every stable code a person, a client or a retry rule may meet. Codes are never renamed. */
export const ERRORS = { ...SOURCE_ERRORS, ...SYSTEM_ERRORS, ...REQUEST_ERRORS } as const

export type SourceErrorCode = keyof typeof SOURCE_ERRORS
export type SystemErrorCode = keyof typeof SYSTEM_ERRORS
export type RequestErrorCode = keyof typeof REQUEST_ERRORS
export type ErrorCode = keyof typeof ERRORS

/** What a run may fail with: the values of `video.error_code` and `pipeline_run.error_code`. */
export type RunErrorCode = SourceErrorCode | SystemErrorCode

/** Narrows text from outside (a database row, a job result) to a known code. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text)
}

/** Narrows to what a run may fail with. */
export function isRunErrorCode(text: string): text is RunErrorCode {
  return Object.hasOwn(SOURCE_ERRORS, text) || Object.hasOwn(SYSTEM_ERRORS, text)
}

/** Whether a task that failed with this code is worth another attempt. */
export function isRecoverable(code: ErrorCode): boolean {
  return ERRORS[code].class === 'recoverable'
}

/** The sentence for a code in English. */
export function errorMessage(code: ErrorCode): string {
  return ERRORS[code].message
}
