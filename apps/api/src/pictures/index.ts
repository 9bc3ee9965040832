import './schema.ts'

export { type TakenPicture, takePicture } from './take-picture.ts'
