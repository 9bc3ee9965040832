'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import type { AuthProblem } from './authenticate.ts'

/** Reads a field of the form that was sent, '' where there is none. */
export type ReadField = (name: string) => string

/** What is wrong, nothing, or that another page is on its way: the form stays busy until it is there. */
export type Outcome = AuthProblem | 'leaving' | null

/**
 * A form about an account: `act` sends what was entered and answers what came of it, and the focus goes to the field at
 * fault (`first`, where it is none).
 */
export function useAccountForm(act: (text: ReadField) => Promise<Outcome>, first: string) {
  const t = useTranslations('accounts')
  const form = useRef<HTMLFormElement>(null)
  const [problem, setProblem] = useState<AuthProblem | null>(null)
  const [busy, setBusy] = useState(false)

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const entered = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(null)
    const found = await act((name) => String(entered.get(name) ?? ''))
    if (found === 'leaving') return
    setBusy(false)
    setProblem(found)
    if (found) form.current?.querySelector<HTMLInputElement>(`[name="${found.field ?? first}"]`)?.focus()
  }
  const wrong = (field: AuthProblem['field']) =>
    problem && problem.field === field ? t(problem.words, { code: problem.code }) : undefined
  return { form, busy, onSubmit, wrong, problem }
}
