import 'server-only'
import { WebViewerDocument } from '@marquee/schema/graphql'
import { redirect } from 'next/navigation'
import { askServer } from '../../graphql/ask-server.ts'
import { readViewer } from '../../shell/read-viewer.ts'

/**
 * Lets creators in; a stranger signs in first and comes back to `path`. `unreachable` where the API does not answer:
 * that is no reason to ask somebody for their password.
 */
export async function requireViewer(path: string): Promise<'signed-in' | 'unreachable'> {
  if (await readViewer()) return 'signed-in'
  const answer = await askServer(WebViewerDocument, {})
  if (!answer.ok) return 'unreachable'
  redirect(`/sign-in?next=${encodeURIComponent(path)}`)
}
