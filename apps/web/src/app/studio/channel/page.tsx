import { StudioChannelOfViewerDocument } from '@marquee/schema/graphql'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ChannelForm } from '../../../features/studio/channel/channel-form.tsx'
import { WatermarkForm } from '../../../features/studio/watermark/watermark-form.tsx'
import { askServer } from '../../../graphql/ask-server.ts'
import { Unreachable } from '../../../shell/unreachable.tsx'
import { requireViewer } from '../require-viewer.ts'

const PATH = '/studio/channel'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('studio.channel'))('title') }
}

/** What the channel is called, what it is about, and what its films show. */
export default async function StudioChannelPage() {
  if ((await requireViewer(PATH)) === 'unreachable') return <Unreachable retryHref={PATH} />
  const answer = await askServer(StudioChannelOfViewerDocument, {})
  const channel = answer.ok ? answer.data.viewer?.channel : null
  if (!channel) return <Unreachable retryHref={PATH} />
  const film = channel.videos.nodes.find(({ thumbnail }) => thumbnail !== null)?.thumbnail ?? null
  return (
    <>
      <ChannelForm channel={channel} />
      <WatermarkForm channel={channel} film={film} />
    </>
  )
}
