import { addSample, bytesPerSecond, remainingMs, type SpeedSample } from './measure-speed.ts'

/** Milliseconds between two reports of progress alone; a screen needs no more. */
const REPORT_MS = 100

/** Counts bytes stored and on their way, and calls `onReport` at most every REPORT_MS. */
export function createProgress(totalBytes: number, onReport: () => void) {
  const travelling = new Map<number, number>()
  let stored = 0
  let samples: SpeedSample[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const sent = () => [...travelling.values()].reduce((sum, bytes) => sum + bytes, stored)
  const report = () => {
    timer = undefined
    samples = addSample(samples, { at: performance.now(), sentBytes: sent() })
    onReport()
  }
  const changed = () => {
    timer ??= setTimeout(report, REPORT_MS)
  }
  const forgetSpeed = () => {
    samples = [{ at: performance.now(), sentBytes: sent() }]
  }
  return {
    /** A pause, or time without a network, says nothing about the pace behind it. */
    forgetSpeed,
    /** What the store held already counts as sent, but not as speed. */
    startFrom(storedBytes: number) {
      stored = storedBytes
      travelling.clear()
      forgetSpeed()
    },
    partSent(number: number, bytes: number) {
      travelling.set(number, bytes)
      changed()
    },
    partStored(number: number, bytes: number) {
      travelling.delete(number)
      stored += bytes
      changed()
    },
    finish() {
      clearTimeout(timer)
      travelling.clear()
      stored = totalBytes
    },
    read(moving: boolean) {
      const sentBytes = Math.min(totalBytes, sent())
      const speed = moving ? bytesPerSecond(samples) : null
      return {
        sentBytes,
        totalBytes,
        bytesPerSecond: speed,
        remainingMs: remainingMs(totalBytes - sentBytes, speed),
      }
    },
  }
}
