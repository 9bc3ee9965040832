import { formatCpuTime } from '../../progress/graph/format-cpu-time.ts'

/** From one instant to another, as `4 sec`, `12 min`, `2.5 hr`; clocks that differ make nothing negative. */
export function formatSpan(from: string, to: string, locale: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000)
  return formatCpuTime(seconds >= 10 ? seconds : Math.round(seconds * 10) / 10, locale)
}
