import type { UploadSource } from '../ports.ts'

/** A file that a person chose; nothing is read before it is sent. */
export function createBlobSource(file: File): UploadSource<Blob> {
  return {
    fileName: file.name,
    size: file.size,
    ...(file.type ? { contentType: file.type } : {}),
    slice: (start, end) => file.slice(start, end),
  }
}
