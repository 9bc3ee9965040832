/** Pixels of a name's letters before they are fitted; a logo is kept at 1,024 pixels at most. */
const LETTERS = 120
const WIDEST = 1000
const SPACE_AROUND = 20

/**
 * A channel's name as a picture: white letters with a soft edge, which can be read over anything. The browser draws it, since it
 * has fonts for every script that its reader writes. Null where it cannot.
 */
export async function drawName(name: string, fontFamily: string): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) return null
  const font = (pixels: number) => `650 ${pixels}px ${fontFamily}`
  context.font = font(LETTERS)
  const pixels = Math.floor(LETTERS * Math.min(1, WIDEST / context.measureText(name).width))
  context.font = font(pixels)
  const { width } = context.measureText(name)
  canvas.width = Math.ceil(width) + 2 * SPACE_AROUND
  canvas.height = Math.ceil(pixels * 1.25) + 2 * SPACE_AROUND
  // Its size forgets everything else.
  context.font = font(pixels)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.shadowColor = 'rgb(0 0 0 / 0.6)'
  context.shadowBlur = SPACE_AROUND / 2
  context.fillStyle = 'white'
  context.fillText(name, canvas.width / 2, canvas.height / 2)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}
