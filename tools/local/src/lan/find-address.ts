import { isIPv4 } from 'node:net'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/** There is no network that other devices could be in, or the address that was given is not one of this machine. */
export class NoLanAddress extends Error {
  override name = 'NoLanAddress'
}

/** Bridges of containers and virtual machines: no phone is in there. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|tun|tap|utun|wg)/

/** RFC 1918: what home and office networks use. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/

/**
 * The IPv4 address under which devices in the same network reach this machine: `given` where it is said, else a private one
 * of a real interface, else any that is not the loopback.
 *
 * @throws NoLanAddress
 */
export function findLanAddress(given: string | undefined, interfaces = networkInterfaces()): string {
  const all = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.filter(isOutward).map(({ address }) => ({ name, address })),
  )
  const addresses = all.map(({ address }) => address)
  if (given) {
    if (isIPv4(given) && addresses.includes(given)) return given
    throw new NoLanAddress(
      `LAN_ADDRESS=${given} is not an address of this machine; it has ${addresses.join(', ')}.`,
    )
  }
  const real = all.filter(({ name }) => !VIRTUAL.test(name))
  const best = real.find(({ address }) => PRIVATE.test(address)) ?? real[0] ?? all[0]
  if (best) return best.address
  throw new NoLanAddress(
    'This machine is in no network, so no other device can reach it. Connect it, and try again.',
  )
}

function isOutward({ family, internal, address }: NetworkInterfaceInfo): boolean {
  return family === 'IPv4' && !internal && !address.startsWith('169.254.')
}
