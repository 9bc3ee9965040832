/** Of what is still written, or was streamed (RF64, EBU Tech 3306 §3.4; ffmpeg writes it to a pipe). */
const UNKNOWN = [0, 0xffff_ffff]

/** The size in bytes that a WAVE file says it has; null where it does not know, and for any other file. */
export function statedWaveSize(head: Uint8Array): number | null {
  const isWave = head.length >= 12 && text(head, 0) === 'RIFF' && text(head, 8) === 'WAVE'
  if (!isWave) return null
  const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true)
  return UNKNOWN.includes(size) ? null : size + 8
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
