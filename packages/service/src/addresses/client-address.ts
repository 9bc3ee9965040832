import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import proxyaddr from 'proxy-addr'
import { z } from 'zod'
import { secret } from '../environment/shared-environment.ts'

/** The header in which the web server shows PROXY_SECRET to the API. */
export const PROXY_SECRET_HEADER = 'x-marquee-proxy'

const addressList = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ''))
  .refine(areAddresses, 'must be addresses or networks such as 10.0.0.0/8, separated by commas')

/** Whose `X-Forwarded-For` a server believes: to be spread into its environment. */
export const proxyEnvironment = {
  TRUSTED_PROXIES: addressList,
  PROXY_SECRET: secret.optional(),
}

export interface TrustedProxies {
  /** Addresses, networks, or `loopback`, `linklocal`, `uniquelocal`. */
  readonly TRUSTED_PROXIES: readonly string[]
  /** Whoever shows it is our own web server, wherever it runs. Undefined where there is none. */
  readonly PROXY_SECRET?: string | undefined
}

/** The address that a request comes from: the nearest hop that is no proxy of ours. */
export type FindClientAddress = (request: IncomingMessage) => string

/**
 * Walks `X-Forwarded-For` from its end, where the nearest proxy wrote, and stops at the first hop that is not trusted:
 * what a client itself puts into that header stands before this one, and is never read.
 */
export function createClientAddress({ TRUSTED_PROXIES, PROXY_SECRET }: TrustedProxies): FindClientAddress {
  const isProxy = proxyaddr.compile([...TRUSTED_PROXIES])
  return (request) => {
    const shown = request.headers[PROXY_SECRET_HEADER]
    const isWebServer = PROXY_SECRET !== undefined && isSame(shown, PROXY_SECRET)
    return proxyaddr(request, (address, hop) => (hop === 0 && isWebServer) || isProxy(address, hop))
  }
}

/** In constant time; digests, because the lengths differ. */
function isSame(shown: string | string[] | undefined, secret: string): boolean {
  if (typeof shown !== 'string') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(shown), digest(secret))
}

function areAddresses(entries: string[]): boolean {
  try {
    proxyaddr.compile(entries)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
