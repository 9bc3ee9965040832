import { listAccountUploads, type UploadRow } from '@marquee/domain/uploads'
import { type Context, type Page, type PageArguments, paginate, type Viewer } from '../schema/index.ts'

/** A person's own uploads, newest first. */
export function listUploads(context: Context, viewer: Viewer, args: PageArguments): Promise<Page<UploadRow>> {
  const { database } = context.services
  return paginate(context, args, {
    list: (page) => listAccountUploads(database, viewer.accountId, page),
    positionOf: (upload) => ({ at: new Date(0), id: upload.id }),
  })
}
