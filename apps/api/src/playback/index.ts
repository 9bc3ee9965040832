import './schema.ts'

export { addressOf } from './present-playback.ts'
