import { fingerprintFile } from '../fingerprint-file.ts'
import type { UploadSource } from '../ports.ts'

/** A file that a person chose; only its two ends are read before it is sent. */
export function createBlobSource(file: File): UploadSource<Blob> {
  const { name: fileName, size, lastModified, type } = file
  return {
    fileName,
    size,
    ...(type ? { contentType: type } : {}),
    slice: (start, end) => file.slice(start, end),
    fingerprint: () =>
      fingerprintFile({ fileName, size, lastModified }, (start, end) => file.slice(start, end).arrayBuffer()),
  }
}
