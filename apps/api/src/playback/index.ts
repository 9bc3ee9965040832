import './schema.ts'

export { presentPicture } from './present-playback.ts'
