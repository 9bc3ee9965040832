export { createBlobSource } from './create-blob-source.ts'
export { createBrowserConnectivity } from './create-browser-connectivity.ts'
export { createXhrTransport } from './create-xhr-transport.ts'
