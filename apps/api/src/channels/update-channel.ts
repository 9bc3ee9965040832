import { type ChannelRow, updateChannelDetails } from '@marquee/domain/channels'
import { isPipelineOffered } from '@marquee/domain/pipeline'
import {
  type Context,
  cleanLine,
  cleanText,
  forgetLoaded,
  graphemesExceed,
  isBlank,
  type UserError,
  userError,
} from '../schema/index.ts'
import { findEditableChannel } from './find-editable-channel.ts'

const MAX_NAME = 60
const MAX_DESCRIPTION = 5_000

export interface UpdateChannelInput {
  readonly channelId: string
  readonly name?: string | null | undefined
  readonly description?: string | null | undefined
  /** Null goes back to the default. */
  readonly pipeline?: string | null | undefined
  readonly viewersMayDownload?: boolean | null | undefined
}

export interface UpdateChannelPayload {
  readonly channel: ChannelRow | null
  readonly userErrors: readonly UserError[]
}

/** Changes what is given and leaves the rest. Its owner and administrators may. */
export async function updateChannel(
  context: Context,
  input: UpdateChannelInput,
): Promise<UpdateChannelPayload> {
  const found = await findEditableChannel(context, input.channelId)
  if ('denied' in found) return refuse(found.denied)
  const { channel } = found

  const name = typeof input.name === 'string' ? cleanLine(input.name) : undefined
  const description = typeof input.description === 'string' ? cleanText(input.description) : undefined
  const errors = judge(name, description)
  const { pipeline, viewersMayDownload } = input
  if (typeof pipeline === 'string' && !(await isPipelineOffered(context.services.database, pipeline)))
    errors.push(userError('PIPELINE_UNKNOWN', 'pipeline'))
  if (errors.length > 0) return refuse(...errors)
  const updated = await updateChannelDetails(context.services.database, channel.id, {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(typeof viewersMayDownload === 'boolean' ? { viewersMayDownload } : {}),
  })
  if (!updated) return refuse(userError('CHANNEL_NOT_FOUND', 'channelId'))
  forgetLoaded(context)
  await context.services.announceChannel(updated)
  return { channel: updated, userErrors: [] }
}

function judge(name: string | undefined, description: string | undefined): UserError[] {
  const errors: UserError[] = []
  if (name !== undefined && isBlank(name)) errors.push(userError('NAME_REQUIRED', 'name'))
  if (name !== undefined && graphemesExceed(name, MAX_NAME)) errors.push(userError('NAME_TOO_LONG', 'name'))
  if (description !== undefined && graphemesExceed(description, MAX_DESCRIPTION))
    errors.push(userError('DESCRIPTION_TOO_LONG', 'description'))
  return errors
}

function refuse(...userErrors: UserError[]): UpdateChannelPayload {
  return { channel: null, userErrors }
}
