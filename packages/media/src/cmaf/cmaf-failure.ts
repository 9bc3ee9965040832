/** An encoder's file is not what it was asked for. Never the viewer's or the uploader's fault. */
export class CmafFailure extends Error {
  override readonly name = 'CmafFailure'
}
