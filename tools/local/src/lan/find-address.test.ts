import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { findLanAddress, NoLanAddress } from './find-address.ts'

const at = (address: string, internal = false): NetworkInterfaceInfo[] => [
  { address, internal, family: 'IPv4', netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null },
]

describe('findLanAddress', () => {
  it.each([
    [
      'a private address before a public one',
      { eth0: at('203.0.113.7'), wlan0: at('192.168.1.5') },
      '192.168.1.5',
    ],
    [
      'a real interface before a bridge',
      { docker0: at('172.17.0.1'), eth0: at('203.0.113.7') },
      '203.0.113.7',
    ],
    [
      'a bridge where there is nothing else',
      { lo: at('127.0.0.1', true), docker0: at('172.17.0.1') },
      '172.17.0.1',
    ],
  ])('takes %s', (_, interfaces, address) => expect(findLanAddress(undefined, interfaces)).toBe(address))

  it('takes what is given, if it is this machine', () => {
    const interfaces = { eth0: at('10.0.0.2'), wlan0: at('192.168.1.5') }
    expect(findLanAddress('192.168.1.5', interfaces)).toBe('192.168.1.5')
    expect(() => findLanAddress('192.168.1.6', interfaces)).toThrow(NoLanAddress)
  })

  it('says so where there is no network', () => {
    expect(() => findLanAddress(undefined, { lo: at('127.0.0.1', true), eth0: at('169.254.3.4') })).toThrow(
      NoLanAddress,
    )
  })
})
