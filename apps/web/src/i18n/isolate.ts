/** An address or a name inside a sentence of any direction: FIRST STRONG ISOLATE and its end (Unicode, UAX 9). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
