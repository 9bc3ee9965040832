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

/** Who our proxies are, and whom they speak for. */
export interface ClientAddresses {
  readonly addressOf: FindClientAddress
  /** Whether whoever connects from there is a proxy of ours, before it has asked anything. */
  isProxy(address: string): boolean
  /** Whether whoever sent a request is a proxy of ours: by its address, or because it shows PROXY_SECRET. */
  isFromProxy(request: IncomingMessage): boolean
  /** Whether some proxies of ours can be told by their requests alone. */
  readonly mayShowSecret: boolean
}

/**
 * Walks `X-Forwarded-For` from its end, where the nearest proxy wrote, and stops at the first hop that is not trusted:
 * what a client itself puts into that header stands before this one, and is never read.
 */
export function createClientAddresses({ TRUSTED_PROXIES, PROXY_SECRET }: TrustedProxies): ClientAddresses {
  const trusts = proxyaddr.compile([...TRUSTED_PROXIES])
  const secret = PROXY_SECRET === undefined ? undefined : digest(PROXY_SECRET)
  /** In constant time; of digests, because the lengths differ. */
  const showsSecret = ({ headers: { [PROXY_SECRET_HEADER]: shown } }: IncomingMessage) =>
    secret !== undefined && typeof shown === 'string' && timingSafeEqual(digest(shown), secret)
  return {
    addressOf(request) {
      const isWebServer = showsSecret(request)
      return proxyaddr(request, (address, hop) => (hop === 0 && isWebServer) || trusts(address, hop))
    },
    isProxy: (address) => trusts(address, 0),
    isFromProxy: (request) => trusts(request.socket.remoteAddress ?? '', 0) || showsSecret(request),
    mayShowSecret: secret !== undefined,
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
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
