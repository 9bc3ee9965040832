export {
  type CaptionRow,
  type CaptionVideo,
  findCaptions,
  type NewCaption,
  recordExtracted,
  removeCaption,
  reserveCaption,
  saveCaption,
} from './store.ts'
