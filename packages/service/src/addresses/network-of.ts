import ipaddr from 'ipaddr.js'

/** A household or a server gets a /64 of IPv6 (RFC 6177), so that single addresses of it tell nobody apart. */
const IPV6_HOST_PARTS = 4

/** What one client can be counted by: its IPv4 address, or the /64 of its IPv6 address. Text that is no address stays. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  return new ipaddr.IPv6([...parsed.parts.slice(0, IPV6_HOST_PARTS), 0, 0, 0, 0]).toString()
}
