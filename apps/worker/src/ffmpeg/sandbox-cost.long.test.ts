import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { detectSandbox } from './detect-sandbox.ts'
import { sandboxedCommand } from './sandbox.ts'

const RUNS = 40
/** USER_HZ: the unit of times in /proc (proc(5)). */
const TICKS_PER_SECOND = 100

it('the sandbox costs less than 30 ms of CPU a run', async ({ skip }) => {
  skip(process.platform !== 'linux', 'there is no sandbox')
  const scratch = await mkdtemp(join(tmpdir(), 'marquee-cost-'))
  try {
    await chmod(scratch, 0o711)
    const sandbox = await detectSandbox('auto', join(scratch, 'view'))
    const cwd = await mkdtemp(join(scratch, 'task-'))
    if (sandbox.uid !== null) await chown(cwd, sandbox.uid, sandbox.uid)
    const limits = { memoryBytes: 2 ** 32, cpuSeconds: 10, fileBytes: 1000, nice: 0 }
    const [command = '', ...args] = sandboxedCommand(sandbox, limits, 'true', [])
    const before = await childrensCpuMs()
    for (let run = 0; run < RUNS; run += 1) {
      await execa(command, args, { cwd, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    }
    expect(((await childrensCpuMs()) - before) / RUNS).toBeLessThan(30)
  } finally {
    await rm(scratch, { recursive: true })
  }
})

/** User and system time of what this process has waited for (fields 16 and 17 of /proc/self/stat). */
async function childrensCpuMs(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS_PER_SECOND
}
