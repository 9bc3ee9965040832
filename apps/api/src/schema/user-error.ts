import { errorMessage, type RequestErrorCode } from '@marquee/media'
import type { ObjectRef } from '@pothos/core'
import { type BuilderTypes, builder } from './builder.ts'

/** What a person can put right; an expected outcome of a mutation, not an exception. */
export interface UserError {
  readonly field: string | null
  readonly message: string
  readonly code: RequestErrorCode
}

/** The error of a code, with its sentence from the table; `detail` is put after it. */
export function userError(code: RequestErrorCode, field: string | null = null, detail = ''): UserError {
  return { code, field, message: detail ? `${errorMessage(code)} ${detail}` : errorMessage(code) }
}

const UserErrorRef = builder.objectRef<UserError>('UserError').implement({
  description: 'Why a mutation did not happen, and what the person can do.',
  fields: (t) => ({
    field: t.exposeString('field', {
      nullable: true,
      description: 'Input field at fault, as a dotted path; null when it is the request as a whole.',
    }),
    message: t.exposeString('message', {
      description: 'What is wrong and what to do, in English. Translate by code.',
    }),
    code: t.exposeString('code', {
      description: 'Stable: EMPTY_FILE, FILE_TOO_LARGE, …; listed in docs/operations/errors.md.',
    }),
  }),
})

/** Gives a mutation's payload its field `userErrors`, and answers its ref. */
export function withUserErrors<Payload extends { readonly userErrors: readonly UserError[] }>(
  payload: ObjectRef<BuilderTypes, Payload>,
): ObjectRef<BuilderTypes, Payload> {
  builder.objectField(payload, 'userErrors', (t) =>
    t.field({
      type: [UserErrorRef],
      description: 'Empty on success.',
      resolve: ({ userErrors }) => [...userErrors],
    }),
  )
  return payload
}
