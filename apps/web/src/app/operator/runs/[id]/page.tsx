import { OperatorRunDocument } from '@marquee/schema/graphql'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { RunReport } from '../../../../features/operator/run-report.tsx'
import { askServer } from '../../../../graphql/ask-server.ts'
import { Unreachable } from '../../../../shell/unreachable.tsx'
import { OperatorFrame } from '../../operator-frame.tsx'
import { requireOperator } from '../../require-operator.ts'

type Props = { params: Promise<{ id: string }> }

const readRun = cache((id: string) => askServer(OperatorRunDocument, { id }))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const answer = await readRun((await params).id)
  return answer.ok && answer.data.run ? { title: answer.data.run.video.title } : {}
}

/** One run: its graph, its tasks, and who has them. */
export default async function OperatorRunPage({ params }: Props) {
  const { id } = await params
  const path = `/operator/runs/${encodeURIComponent(id)}`
  if ((await requireOperator()) === 'unreachable') return <Unreachable retryHref={path} />
  const answer = await readRun(id)
  if (!answer.ok && answer.cause === 'unreachable') return <Unreachable retryHref={path} />
  const run = answer.ok ? answer.data.run : null
  if (!run) notFound()
  return (
    <OperatorFrame place="runs">
      <RunReport run={run} now={new Date().toISOString()} />
    </OperatorFrame>
  )
}
