'use client'

import { StudioPipelinePlanDocument, type StudioPipelinePlanQuery } from '@marquee/schema/graphql'
import { useCallback, useEffect, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { type Film, planInput } from './assumed-source.ts'

export type Plan = NonNullable<StudioPipelinePlanQuery['pipelinePlan']>

/** A plan as it is asked for; `null` while it is, `failed` where it did not come. */
export type AskedPlan = Plan | 'failed' | null

/** The plan of a pipeline for a film, asked again when either changes. `first` came with the page, for `firstKey`. */
export function usePlan(name: string, film: Film, first: Plan | null, firstName: string) {
  const key = `${name} ${film}`
  const [known, setKnown] = useState<Readonly<Record<string, Plan | 'failed'>>>(
    first ? { [`${firstName} FILM`]: first } : {},
  )
  const missing = known[key] === undefined
  useEffect(() => {
    if (!missing) return
    const leaving = new AbortController()
    void request(StudioPipelinePlanDocument, { input: planInput(name, film) }, leaving.signal).then(
      (answer) => {
        if (leaving.signal.aborted) return
        const plan = answer.ok ? answer.data.pipelinePlan : null
        setKnown((before) => ({ ...before, [key]: plan ?? 'failed' }))
      },
    )
    return () => leaving.abort()
  }, [missing, key, name, film])
  const again = useCallback(
    () => setKnown((before) => Object.fromEntries(Object.entries(before).filter(([of]) => of !== key))),
    [key],
  )
  return { plan: known[key] ?? null, again }
}
