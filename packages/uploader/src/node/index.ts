export { createFileSource, type FileRange } from './create-file-source.ts'
export { createHttpTransport } from './create-http-transport.ts'
