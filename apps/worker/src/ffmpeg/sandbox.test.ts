import { describe, expect, it } from 'vitest'
import { DECODER_UID, mountTable, NO_SANDBOX, type Sandbox, sandboxedCommand, whatIsLost } from './sandbox.ts'

const limits = { memoryBytes: 1000, cpuSeconds: 20, fileBytes: 3000, nice: 10 }
const asRoot: Sandbox = { network: 'root', view: '/s/view', uid: DECODER_UID, setpriv: true, prlimit: true }
const asUser: Sandbox = { ...asRoot, network: 'user', uid: null }

const command = (sandbox: Sandbox) => sandboxedCommand(sandbox, limits, 'ffmpeg', ['-i', 'source']).join(' ')

describe('sandboxedCommand', () => {
  it('takes everything away before the program runs, and ends all of it with its parent', () => {
    expect(command(asRoot)).toMatch(
      /^setpriv --pdeathsig KILL unshare -n -i -m -p --fork --kill-child sh -c .*mount -a -T .* sh \/s\/view unshare --root=\/s\/view --wd=\/work setpriv --reuid=65533 --regid=65533 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all prlimit /,
    )
    expect(command(asUser)).toMatch(
      /^setpriv --pdeathsig KILL unshare -r -n .* setpriv --no-new-privs --bounding/,
    )
  })

  it('takes network, identity and privileges where there can be no view', () => {
    expect(command({ ...asRoot, view: null })).toMatch(
      /^unshare -n setpriv --reuid=65533 --regid=65533 --clear-groups --no-new-privs --pdeathsig KILL sh -c .* sh setpriv --pdeathsig KILL prlimit /,
    )
    expect(command({ ...asUser, view: null })).toMatch(
      /^unshare -rn setpriv --no-new-privs --pdeathsig KILL sh -c /,
    )
  })

  it('bounds the program itself', () => {
    expect(command(asRoot)).toMatch(
      / prlimit --as=1000 --cpu=20 --fsize=3000 --core=0 nice -n 10 ffmpeg -i source$/,
    )
  })

  it('keeps the groups of devices, and bounds no addresses where a driver reserves them all', () => {
    const withGroups = { ...asRoot, groups: [104, 44] }
    expect(command(withGroups)).toContain(' --regid=65533 --groups=104,44 --no-new-privs ')
    const vast = { ...limits, memoryBytes: Number.POSITIVE_INFINITY }
    expect(sandboxedCommand(asRoot, vast, 'ffmpeg', []).join(' ')).toContain(
      ' prlimit --as=unlimited --cpu=20 ',
    )
  })

  it('still counts and yields where a machine allows nothing', () => {
    expect(command(NO_SANDBOX)).toMatch(/^sh -c .*times.* sh nice -n 10 ffmpeg -i source$/)
  })
})

describe('mountTable', () => {
  it('mounts the view over itself first, all of it read-only but devices', () => {
    expect(mountTable('/a b/view', ['/usr', '/dev/null'])).toBe(
      [
        '/a\\040b/view /a\\040b/view none bind,ro,nosuid,nodev 0 0',
        '/usr /a\\040b/view/usr none bind,ro,nosuid,nodev 0 0',
        '/dev/null /a\\040b/view/dev/null none bind,nosuid,noexec 0 0',
        'proc /a\\040b/view/proc proc nosuid,nodev,noexec 0 0',
        '',
      ].join('\n'),
    )
  })
})

describe('whatIsLost', () => {
  it('is nothing as root, and said in words elsewhere', () => {
    expect(whatIsLost(asRoot)).toEqual([])
    expect(whatIsLost(asUser)).toEqual(['an identity of its own (root)'])
    expect(whatIsLost(NO_SANDBOX)).toHaveLength(5)
  })
})
