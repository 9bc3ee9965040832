import { StudioVideosDocument } from '@marquee/schema/graphql'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { PAGE_SIZE } from '../../features/studio/videos/page-size.ts'
import { askServer } from '../../graphql/ask-server.ts'
import { Unreachable } from '../../shell/unreachable.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { requireViewer } from './require-viewer.ts'
import { StudioVideos } from './studio-videos.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('studio.frame'))('title') }
}

/** Everything the creator has uploaded. */
export default async function StudioPage() {
  if ((await requireViewer('/studio')) === 'unreachable') return <Unreachable retryHref="/studio" />
  const t = await getTranslations('studio.list')
  return (
    <>
      <h1 className="mq-hidden">{t('label')}</h1>
      <Suspense fallback={<ListSkeleton />}>
        <FirstPage />
      </Suspense>
    </>
  )
}

async function FirstPage() {
  const answer = await askServer(StudioVideosDocument, { first: PAGE_SIZE, after: null })
  const videos = answer.ok ? answer.data.viewer?.channel?.videos : null
  if (!videos) return <Unreachable retryHref="/studio" />
  const { endCursor, hasNextPage } = videos.pageInfo
  return (
    <StudioVideos first={{ nodes: videos.nodes, endCursor, hasNextPage }} now={new Date().toISOString()} />
  )
}
