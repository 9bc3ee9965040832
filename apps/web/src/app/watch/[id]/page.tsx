import { startTime } from '@marquee/player'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readWatch } from '../../../features/watch/page/read-watch.ts'
import { WatchPage } from '../../../features/watch/page/watch-page.tsx'
import { watchPath } from '../../../shell/paths.ts'
import { Unreachable } from '../../../shell/unreachable.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ t?: string | string[] }> }

/** Public ids are 11 characters of base62; anything else is nobody's video, without asking. */
const PUBLIC_ID = /^[0-9A-Za-z]{11}$/

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { id } = await params
  if (!PUBLIC_ID.test(id)) return {}
  const answer = await readWatch(id)
  const video = answer.ok ? answer.data.video : null
  if (!video) return {}
  return {
    title: video.title,
    description: video.description.slice(0, 200),
    alternates: { canonical: watchPath(video.id) },
    // Unlisted means: found by its link alone.
    robots: video.visibility === 'PUBLIC' ? undefined : { index: false },
    openGraph: { type: 'video.other', title: video.title, images: video.thumbnail ? [video.thumbnail] : [] },
  }
}

/** /watch/<public id>, and with `?t=` a moment of it. A video that is private and one that is not there are told alike. */
export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  const { t: moment } = await searchParams
  if (!PUBLIC_ID.test(id)) notFound()
  const answer = await readWatch(id)
  if (!answer.ok) return <Unreachable retryHref={`/watch/${id}`} />
  const { video, videos } = answer.data
  if (!video) notFound()
  return (
    <WatchPage
      video={video}
      others={videos.nodes.filter((other) => other.id !== video.id).slice(0, 12)}
      startAt={startTime(typeof moment === 'string' ? moment : undefined, video.durationMs)}
    />
  )
}
