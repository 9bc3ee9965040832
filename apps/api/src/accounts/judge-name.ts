import { errorMessage } from '@marquee/media'
import { APIError } from 'better-auth/api'
import { cleanLine, graphemesExceed, isBlank } from '../schema/index.ts'

/** As of a channel, which begins with its owner's name. */
const MAX_NAME = 60

/**
 * A person's name as it will be stored, for the sign-in library's hooks: a change without a name passes.
 * @throws APIError NAME_REQUIRED or NAME_TOO_LONG, which the library answers with 400
 */
export function judgeName<User extends { readonly name?: string | undefined }>(user: User): { data: User } {
  if (user.name === undefined) return { data: user }
  const name = cleanLine(user.name)
  if (isBlank(name)) throw refusal('NAME_REQUIRED')
  if (graphemesExceed(name, MAX_NAME)) throw refusal('NAME_TOO_LONG')
  return { data: { ...user, name } }
}

function refusal(code: 'NAME_REQUIRED' | 'NAME_TOO_LONG'): APIError {
  return new APIError('BAD_REQUEST', { code, message: errorMessage(code) })
}
