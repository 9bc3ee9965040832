import type { VideoRow } from '@marquee/domain/videos'
import type { ObjectRef } from '@pothos/core'
import { type BuilderTypes, builder } from '../schema/index.ts'
import { VideoRef } from './schema.ts'

/** Gives a mutation's payload its field `video`, and answers its ref. */
export function withVideo<Payload extends { readonly video: VideoRow | null }>(
  payload: ObjectRef<BuilderTypes, Payload>,
): ObjectRef<BuilderTypes, Payload> {
  builder.objectField(payload, 'video', (t) =>
    t.field({
      type: VideoRef,
      nullable: true,
      description: 'Null where it did not happen.',
      resolve: ({ video }) => video,
    }),
  )
  return payload
}
