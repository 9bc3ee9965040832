import { OperatorFleetDocument } from '@marquee/schema/graphql'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClassTable } from '../../../features/operator/class-table.tsx'
import { WorkerList } from '../../../features/operator/worker-list.tsx'
import { askServer } from '../../../graphql/ask-server.ts'
import { Unreachable } from '../../../shell/unreachable.tsx'
import { OperatorFrame } from '../operator-frame.tsx'
import { requireOperator } from '../require-operator.ts'

const PATH = '/operator/workers'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.workers'))('title') }
}

/** What waits, class by class, and the workers that take it. */
export default async function OperatorWorkersPage() {
  if ((await requireOperator()) === 'unreachable') return <Unreachable retryHref={PATH} />
  const answer = await askServer(OperatorFleetDocument, {})
  const fleet = answer.ok ? answer.data : null
  if (!fleet?.workers || !fleet.taskClasses) return <Unreachable retryHref={PATH} />
  const now = new Date().toISOString()
  return (
    <OperatorFrame place="workers">
      <ClassTable classes={fleet.taskClasses} now={now} />
      <WorkerList workers={fleet.workers} now={now} />
    </OperatorFrame>
  )
}
