import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChannelPage } from '../../../features/channel/channel-page.tsx'
import { readChannel } from '../../../features/channel/read-channel.ts'
import { Unreachable } from '../../../shell/unreachable.tsx'

type Props = { params: Promise<{ handle: string }>; searchParams: Promise<{ after?: string | string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const answer = await readChannel(decodeURIComponent((await params).handle), null)
  const channel = answer.ok ? answer.data.channel : null
  return channel ? { title: channel.name, description: channel.description.slice(0, 200) } : {}
}

/** /@handle: whose channel it is and what it shows. */
export default async function Page({ params, searchParams }: Props) {
  const handle = decodeURIComponent((await params).handle)
  const { after } = await searchParams
  const answer = await readChannel(handle, typeof after === 'string' ? after : null)
  if (!answer.ok) return <Unreachable retryHref={`/@${handle}`} />
  if (!answer.data.channel) notFound()
  return <ChannelPage channel={answer.data.channel} />
}
