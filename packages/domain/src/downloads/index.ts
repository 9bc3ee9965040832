export { mayDownloadVideo } from './policy.ts'
export { type DownloadRow, findDownloads, forgetDownloads, recordDownloads } from './store.ts'
