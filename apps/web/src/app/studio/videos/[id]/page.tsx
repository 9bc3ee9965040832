import { StudioVideoByIdDocument } from '@marquee/schema/graphql'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { askServer } from '../../../../graphql/ask-server.ts'
import { Unreachable } from '../../../../shell/unreachable.tsx'
import { requireViewer } from '../../require-viewer.ts'
import { StudioVideo } from './studio-video.tsx'

type Props = { params: Promise<{ id: string }> }

const readVideo = cache((id: string) => askServer(StudioVideoByIdDocument, { id }))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const answer = await readVideo((await params).id)
  const video = answer.ok ? answer.data.video : null
  return video?.viewerCanEdit ? { title: video.title } : {}
}

/** One video of the creator's own. Somebody else's, and one that is not there, look alike. */
export default async function StudioVideoPage({ params }: Props) {
  const { id } = await params
  const path = `/studio/videos/${encodeURIComponent(id)}`
  if ((await requireViewer(path)) === 'unreachable') return <Unreachable retryHref={path} />
  const answer = await readVideo(id)
  if (!answer.ok && answer.cause === 'unreachable') return <Unreachable retryHref={path} />
  const video = answer.ok ? answer.data.video : null
  if (!video?.viewerCanEdit) notFound()
  return <StudioVideo key={video.id} first={video} />
}
