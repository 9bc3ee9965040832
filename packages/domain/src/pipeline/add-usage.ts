import { Prisma } from '@marquee/schema/prisma'

/** What the programs of an attempt have used. */
export interface Usage {
  readonly cpuSeconds: number
  /** Megabytes that the greediest of them held at once; left out where nobody knows. */
  readonly peakMb?: number | undefined
}

export interface AttemptFailure extends Usage {
  readonly code: string
  readonly detail: string
}

/** Assignments of an UPDATE of `pipeline_task`: times of all attempts are added up, of their peaks the highest stays. */
export function addUsage({ cpuSeconds, peakMb }: Usage): Prisma.Sql {
  return Prisma.sql`cpu_seconds = coalesce(cpu_seconds, 0) + ${cpuSeconds}, peak_mb = greatest(peak_mb, ${peakMb ?? null}::int)`
}
