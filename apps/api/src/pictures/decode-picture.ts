import { buffer } from 'node:stream/consumers'
import { type MadePicture, makePicture, PictureRefused } from './make-picture.ts'

/** `decode-picture thumbnail|logo`: a picture on standard input, what is made of it on standard output; see run-decoder.ts. */
try {
  const made = await makePicture(process.argv[2] as MadePicture, await buffer(process.stdin))
  process.stdout.end(made)
} catch (error) {
  if (!(error instanceof PictureRefused)) throw error
  process.exitCode = error.exitStatus
}
