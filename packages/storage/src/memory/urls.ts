import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a verified URL allows. */
export interface SignedCall {
  method: 'GET' | 'PUT'
  key: string
  values: Record<string, string>
}

export interface UrlSigner {
  sign(method: SignedCall['method'], key: string, values: Record<string, string>, seconds: number): string
  /** Undefined for a tampered, foreign or expired URL. */
  verify(method: string, url: string): SignedCall | undefined
}

export function createUrlSigner(bucket: string): UrlSigner {
  const secret = randomBytes(32)
  const mac = (text: string) => createHmac('sha256', secret).update(text).digest()
  return {
    sign(method, key, values, seconds) {
      const call = JSON.stringify({ method, key, values, until: Date.now() + seconds * 1_000 })
      const query = new URLSearchParams({ call, signature: mac(call).toString('hex') })
      return `http://${bucket}.invalid/?${query}`
    },
    verify(method, url) {
      const { searchParams } = new URL(url)
      const call = searchParams.get('call') ?? ''
      const given = Buffer.from(searchParams.get('signature') ?? '', 'hex')
      const wanted = mac(call)
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
      const parsed: SignedCall & { until: number } = JSON.parse(call)
      return parsed.method === method && Date.now() <= parsed.until ? parsed : undefined
    },
  }
}
