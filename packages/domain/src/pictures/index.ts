export {
  createPictureUpload,
  findDuePictures,
  findPictureUpload,
  forgetPicture,
  type LoosePictureRow,
  PICTURE_UPLOAD_LIFE_MS,
} from './loose-pictures.ts'
