import { StudioPipelinePlanDocument, StudioPipelinesDocument } from '@marquee/schema/graphql'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { planInput } from '../../../../features/studio/pipelines/assumed-source.ts'
import { askServer } from '../../../../graphql/ask-server.ts'
import { Unreachable } from '../../../../shell/unreachable.tsx'
import { requireViewer } from '../../require-viewer.ts'
import { StudioPipelines } from './studio-pipelines.tsx'

const PATH = '/studio/channel/pipelines'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('studio.pipelines'))('title') }
}

/** Which pipeline uploads go through. */
export default async function StudioPipelinesPage() {
  if ((await requireViewer(PATH)) === 'unreachable') return <Unreachable retryHref={PATH} />
  const answer = await askServer(StudioPipelinesDocument, {})
  const channel = answer.ok ? answer.data.viewer?.channel : null
  const pipelines = answer.ok ? answer.data.pipelines : null
  if (!channel || !pipelines) return <Unreachable retryHref={PATH} />
  const inUse = channel.pipeline ?? pipelines.find(({ isDefault }) => isDefault)?.name ?? pipelines[0]?.name
  const planned = inUse
    ? await askServer(StudioPipelinePlanDocument, { input: planInput(inUse, 'FILM') })
    : null
  return (
    <StudioPipelines
      channelId={channel.id}
      pipelines={pipelines}
      inUse={inUse ?? ''}
      firstPlan={planned?.ok ? (planned.data.pipelinePlan ?? null) : null}
    />
  )
}
