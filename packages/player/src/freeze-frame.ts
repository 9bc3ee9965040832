/**
 * Lays the picture on screen over a video while it is loaded anew, so that no black shows.
 * Returns what takes it away again; it also goes by itself once the video shows a new picture.
 */
export function freezeFrame(media: HTMLVideoElement): () => void {
  const parent = media.parentElement
  const context = document.createElement('canvas').getContext('2d')
  if (!parent || !context || media.videoWidth === 0) return () => {}
  const { canvas } = context
  canvas.width = media.videoWidth
  canvas.height = media.videoHeight
  context.drawImage(media, 0, 0)
  Object.assign(canvas.style, {
    position: 'absolute',
    inset: '0',
    inlineSize: '100%',
    blockSize: '100%',
    objectFit: 'contain',
    pointerEvents: 'none',
  })
  canvas.slot = media.slot
  media.after(canvas)
  const remove = () => canvas.remove()
  media.requestVideoFrameCallback?.(remove)
  return remove
}
