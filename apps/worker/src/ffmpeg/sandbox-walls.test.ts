import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectSandbox } from './detect-sandbox.ts'
import { type RunRequest, runProgram } from './run-program.ts'
import { type Sandbox, sandboxedCommand } from './sandbox.ts'
import { showDevices } from './show-devices.ts'

const limits = { memoryBytes: 4 * 2 ** 30, cpuSeconds: 60, fileBytes: 50_000_000, nice: 0 }

let sandbox: Sandbox
let scratch: string
let folder: string
let server: Server

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'marquee-walls-'))
  await chmod(scratch, 0o711)
  sandbox = await detectSandbox('auto', join(scratch, 'view'))
  folder = await mkdtemp(join(scratch, 'task-'))
  if (sandbox.uid !== null) await chown(folder, sandbox.uid, sandbox.uid)
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.close()
  await rm(scratch, { recursive: true, force: true })
})

function request(args: readonly string[]): RunRequest {
  const { signal } = new AbortController()
  return { program: 'ffmpeg', args, folder, limits, timeoutMs: 20_000, signal }
}

/** What a shell finds that has taken the place of a decoder. */
async function inside(script: string, nice = 0, walls = sandbox): Promise<string> {
  const [command = '', ...args] = sandboxedCommand(walls, { ...limits, nice }, 'sh', ['-c', script])
  const { stdout } = await execa(command, args, {
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH },
    extendEnv: false,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    reject: false,
  })
  return String(stdout)
}

describe('a program in the sandbox', () => {
  it('yields to the other sessions of the machine, not to its own alone', async ({ skip }) => {
    skip(!existsSync('/proc/self/autogroup'), 'this kernel does not group processes by session')
    expect(await inside('cat /proc/self/autogroup', 19)).toMatch(/ nice 19$/)
    expect(await inside('cat /proc/self/autogroup')).toMatch(/ nice 0$/)
  })

  it('reaches no server, not even on this machine', async ({ skip }) => {
    skip(sandbox.network === 'none', 'this machine has no network namespaces')
    let connections = 0
    server.on('connection', () => {
      connections += 1
    })
    const { port } = server.address() as AddressInfo
    const knock = ['-nostdin', '-v', 'error', '-i', `tcp://127.0.0.1:${port}`, '-f', 'null', '-']
    const run = await runProgram(sandbox, request(knock))
    expect(run.log).toContain('Network is unreachable')
    expect(connections).toBe(0)
  })

  it('cannot read the environment of the worker, nor see that there is one', async ({ skip }) => {
    skip(sandbox.view === null, 'this machine has no mount namespaces')
    expect(await inside(`cat /proc/${process.pid}/environ 2>&1`)).toContain('No such file')
    const numbers = (await inside('echo /proc/[0-9]*')).split(' ')
    expect(numbers.length).toBeLessThan(6)
    expect(await inside('cat /proc/1/environ 2>&1 | wc -c; cat /proc/1/environ 2>&1')).not.toContain('=')
  })

  it('sees a device only where it encodes by it', async ({ skip }) => {
    skip(sandbox.view === null, 'this machine has no mount namespaces')
    const withDevices = await showDevices(sandbox, ['/dev/full'])
    const look = 'ls /dev; ls /sys'
    expect((await inside(look)).split('\n')).not.toContain('full')
    expect((await inside(look, 0, withDevices)).split('\n')).toEqual(
      expect.arrayContaining(['full', 'null', 'devices']),
    )
    expect(await inside('ffmpeg -version', 0, withDevices)).toMatch(/^ffmpeg version/)
    expect(await inside('ls /etc/passwd && echo there', 0, withDevices)).toBe('')
  })

  it('finds no file of the machine or of another task, only programs and what it works on', async ({
    skip,
  }) => {
    skip(sandbox.view === null, 'this machine has no mount namespaces')
    const other = join(scratch, 'secret')
    await writeFile(other, 'another task', { mode: 0o644 })
    await writeFile(join(folder, 'source'), 'my own')
    expect(await inside('cat source')).toBe('my own')
    for (const path of [other, '/etc/passwd', '/etc/shadow', '/root/.bashrc', '/var/log', '/tmp']) {
      expect(await inside(`ls ${path} && echo there`)).toBe('')
    }
  })

  it('writes to its own folder alone, and runs nothing from there', async ({ skip }) => {
    skip(sandbox.view === null, 'this machine has no mount namespaces')
    expect(await inside('echo one > made && cat made')).toBe('one')
    expect(await readFile(join(folder, 'made'), 'utf8')).toBe('one\n')
    for (const place of ['/', '/usr/bin', '/etc', '/dev', '/proc/sys/kernel/core_pattern']) {
      expect(await inside(`echo x > ${place}/x || echo refused`)).toBe('refused')
    }
    expect(await inside('cp /bin/true tool && chmod +x tool && ./tool || echo refused')).toBe('refused')
  })

  it('has no rights, and no way to get any', async ({ skip }) => {
    skip(sandbox.view === null, 'this machine has no mount namespaces')
    const status = await inside('cat /proc/self/status')
    expect(status).toMatch(/NoNewPrivs:\t1/)
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(status).toMatch(new RegExp(`${set}:\\t0{16}`))
    }
    expect(await inside('unshare -r true || echo refused')).toBe('refused')
    expect(await inside('mount -t tmpfs none /work || echo refused')).toBe('refused')
  })

  it('takes its children with it when it ends', async ({ skip }) => {
    skip(sandbox.view === null, 'this machine has no process namespaces')
    const seconds = 100_000 + process.pid
    await inside(`setsid sleep ${seconds} & echo started`)
    expect(await commandLines()).not.toContain(`sleep ${seconds}`)
  })

  it('is there again when its view was cleaned away', async ({ skip }) => {
    skip(sandbox.view === null, 'this machine has no mount namespaces')
    await rm(sandbox.view ?? '', { recursive: true })
    const { end } = await runProgram(sandbox, request(['-version']))
    expect(end).toEqual({ kind: 'exited', code: 0 })
  })

  it('leaves no mount behind', async () => {
    expect(await readFile('/proc/mounts', 'utf8')).not.toContain(scratch)
  })
})

async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
  return (await Promise.all(lines)).join('\n').replaceAll('\0', ' ')
}
