import { describe, expect, it } from 'vitest'
import { DECODER_UID, NO_SANDBOX, type Sandbox, sandboxedCommand, whatIsLost } from './sandbox.ts'

const limits = { memoryBytes: 1000, cpuSeconds: 20, fileBytes: 3000, nice: 10 }
const asRoot: Sandbox = { network: 'root', uid: DECODER_UID, setpriv: true, prlimit: true }
const asUser: Sandbox = { ...asRoot, network: 'user', uid: null }

const command = (sandbox: Sandbox) => sandboxedCommand(sandbox, limits, 'ffmpeg', ['-i', 'source']).join(' ')

describe('sandboxedCommand', () => {
  it('takes network, identity and privileges before anything runs', () => {
    expect(command(asRoot)).toMatch(
      /^unshare -n setpriv --reuid=65533 --regid=65533 --clear-groups --no-new-privs --pdeathsig KILL sh -c /,
    )
    expect(command(asUser)).toMatch(/^unshare -rn setpriv --no-new-privs --pdeathsig KILL sh -c /)
  })

  it('bounds the program itself, which dies with its shell', () => {
    expect(command(asRoot)).toMatch(
      / sh setpriv --pdeathsig KILL prlimit --as=1000 --cpu=20 --fsize=3000 --core=0 nice -n 10 ffmpeg -i source$/,
    )
  })

  it('still counts and yields where a machine allows nothing', () => {
    expect(command(NO_SANDBOX)).toMatch(/^sh -c .*times.* sh nice -n 10 ffmpeg -i source$/)
  })
})

describe('whatIsLost', () => {
  it('is nothing as root, and said in words elsewhere', () => {
    expect(whatIsLost(asRoot)).toEqual([])
    expect(whatIsLost(asUser)).toEqual(['an identity of its own (root)'])
    expect(whatIsLost(NO_SANDBOX)).toHaveLength(4)
  })
})
