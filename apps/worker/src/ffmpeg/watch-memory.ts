import { innermost, readProc } from './read-process.ts'

/** In bytes. */
export interface MemoryPeak {
  /** What limits are of. */
  readonly address: number
  /** What it really held. */
  readonly resident: number
}

/** What was seen of a program's memory while it ran. */
export interface MemoryWatch {
  /** The most that it had, as far as the last look goes; 0 where this machine does not say. */
  readonly peak: () => MemoryPeak
  /** Whether the kernel has ended any process for want of memory since the watch began. */
  readonly hasKernelKilled: () => boolean
  /** Call when the run is over. */
  dispose(): void
}

/** Between two looks the greediest program gets through a few hundred megabytes. */
const EVERY_MS = 100

/** Watches the innermost process below `pid`: what stands around a program starts one each. */
export function watchMemory(pid: number | undefined): MemoryWatch {
  const killsBefore = kernelKills()
  let peak: MemoryPeak = { address: 0, resident: 0 }
  const look = () => {
    if (pid === undefined) return
    const { address, resident } = peakOf(innermost(pid))
    peak = { address: Math.max(peak.address, address), resident: Math.max(peak.resident, resident) }
  }
  const clock = setInterval(look, EVERY_MS)
  return {
    peak: () => peak,
    hasKernelKilled: () => kernelKills() > killsBefore,
    dispose: () => clearInterval(clock),
  }
}

/** The kernel's own high-water marks, in KiB (proc(5)): nothing between two looks is missed, only what comes after the last. */
function peakOf(pid: number): MemoryPeak {
  const status = readProc(`/proc/${pid}/status`)
  const bytesOf = (mark: RegExp) => 1024 * Number(mark.exec(status)?.[1] ?? 0)
  return { address: bytesOf(/^VmPeak:\s+(\d+) kB$/m), resident: bytesOf(/^VmHWM:\s+(\d+) kB$/m) }
}

/** Of the machine, those of a control group's limit among them; 0 where it does not count. */
function kernelKills(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readProc('/proc/vmstat'))?.[1] ?? 0)
}
