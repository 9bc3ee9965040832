import 'server-only'
import { WebViewerDocument } from '@marquee/schema/graphql'
import { notFound } from 'next/navigation'
import { askServer } from '../../graphql/ask-server.ts'
import { readViewer } from '../../shell/read-viewer.ts'

/** Lets administrators in; to everybody else this page is not there. `unreachable` where the API does not say who asks. */
export async function requireOperator(): Promise<'operator' | 'unreachable'> {
  const viewer = await readViewer()
  if (viewer?.role === 'ADMIN') return 'operator'
  if (!viewer && !(await askServer(WebViewerDocument, {})).ok) return 'unreachable'
  notFound()
}
