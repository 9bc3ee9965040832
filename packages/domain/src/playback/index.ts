export { announceDenial, restoreDenials } from './announce-denials.ts'
export { allowPlayback, denyPlayback } from './denials.ts'
