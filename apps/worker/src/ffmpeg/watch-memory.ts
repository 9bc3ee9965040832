import { innermost, readProc } from './read-process.ts'

/** What was seen of a program's memory while it ran. */
export interface MemoryWatch {
  /** The most address space that it had, in bytes; 0 where this machine does not say. */
  readonly peakBytes: () => number
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
  let peak = 0
  const look = () => {
    if (pid !== undefined) peak = Math.max(peak, peakOf(innermost(pid)))
  }
  const clock = setInterval(look, EVERY_MS)
  return {
    peakBytes: () => peak,
    hasKernelKilled: () => kernelKills() > killsBefore,
    dispose: () => clearInterval(clock),
  }
}

/** `VmPeak` is in KiB (proc(5)). */
function peakOf(pid: number): number {
  return 1024 * Number(/^VmPeak:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`))?.[1] ?? 0)
}

/** Of the machine, those of a control group's limit among them; 0 where it does not count. */
function kernelKills(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readProc('/proc/vmstat'))?.[1] ?? 0)
}
