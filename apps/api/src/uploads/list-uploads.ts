import { listAccountUploads, type UploadRow } from '@marquee/domain/uploads'
import { type Context, type Page, type PageArguments, paginate, type Viewer } from '../schema/index.ts'

/** A person's own uploads, newest first; where a status is given, those in it. */
export function listUploads(
  context: Context,
  viewer: Viewer,
  { status, ...args }: PageArguments & { readonly status?: UploadRow['status'] | null | undefined },
): Promise<Page<UploadRow>> {
  const { database } = context.services
  return paginate(context.services.cursors, args, {
    list: (page) => listAccountUploads(database, viewer.accountId, page, status ?? undefined),
    positionOf: (upload) => ({ at: new Date(0), id: upload.id }),
  })
}
