import type { UploadRow } from '@marquee/domain/uploads'
import type { ObjectRef } from '@pothos/core'
import { type BuilderTypes, builder } from '../schema/index.ts'
import { UploadRef } from './schema.ts'

/** Gives a mutation's payload its field `upload`, and answers its ref. */
export function withUpload<Payload extends { readonly upload: UploadRow | null }>(
  payload: ObjectRef<BuilderTypes, Payload>,
): ObjectRef<BuilderTypes, Payload> {
  builder.objectField(payload, 'upload', (t) =>
    t.field({
      type: UploadRef,
      nullable: true,
      description: 'Null where it did not happen.',
      resolve: ({ upload }) => upload,
    }),
  )
  return payload
}
