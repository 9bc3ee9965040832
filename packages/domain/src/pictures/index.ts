export {
  createPictureUpload,
  type DuePicture,
  findDuePictures,
  findPictureUpload,
  forgetPicture,
  keepPicture,
  type LoosePictureRow,
  loosenPicture,
  PICTURE_UPLOAD_LIFE_MS,
} from './loose-pictures.ts'
