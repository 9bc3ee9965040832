import { endOtherSessions, endSession, listSessions, type SessionRow } from '@marquee/domain/accounts'
import {
  builder,
  type Context,
  type Services,
  type UserError,
  userError,
  type Viewer,
  withUserErrors,
} from '../schema/index.ts'
import { type Device, describeDevice } from './describe-device.ts'
import { isDemoAddress } from './list-demo-accounts.ts'
import { ViewerRef } from './schema.ts'

const DeviceKindRef = builder.enumType('DeviceKind', {
  description: 'What kind of thing somebody is signed in on.',
  values: {
    COMPUTER: { value: 'computer', description: 'A browser on a desktop or laptop.' },
    PHONE: { value: 'phone', description: 'A phone.' },
    TABLET: { value: 'tablet', description: 'A tablet.' },
    TV: { value: 'tv', description: 'A television or a box beside it.' },
    PROGRAM: { value: 'program', description: 'No browser: the command line, or a script.' },
    UNKNOWN: { value: 'unknown', description: 'It did not say.' },
  } as const,
})

const DeviceRef = builder.objectRef<Device>('Device').implement({
  description: 'What a device says of itself; for its owner to recognize.',
  fields: (t) => ({
    kind: t.expose('kind', { type: DeviceKindRef, description: 'What kind of thing it is.' }),
    browser: t.exposeString('browser', { nullable: true, description: 'Such as Chrome.' }),
    system: t.exposeString('system', { nullable: true, description: 'Such as Windows.' }),
  }),
})

const SessionRef = builder.objectRef<SessionRow>('Session').implement({
  description: 'A device on which the viewer is signed in.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'For endSession. It signs nobody in.' }),
    device: t.field({
      type: DeviceRef,
      description: 'What is signed in.',
      resolve: ({ userAgent }) => describeDevice(userAgent),
    }),
    isCurrent: t.boolean({
      description: 'Whether this request came from it.',
      resolve: ({ id }, _args, { viewer }) => viewer?.session.id === id,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it signed in.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      description: 'When it last asked for something, to the minute.',
    }),
  }),
})

/** Sessions are few, and each costs its fields. */
const COUNTED_SESSIONS = 10

builder.objectField(ViewerRef, 'sessions', (t) =>
  t.field({
    type: [SessionRef],
    description: 'Where the viewer is signed in, the last seen first; at most 100.',
    complexity: { field: 1, multiplier: COUNTED_SESSIONS },
    resolve: (viewer, _args, { services }) => readSessions(services, viewer),
  }),
)

/** A demo's account is signed in to by many who do not know each other: each is shown their own device. */
async function readSessions({ database, now }: Services, viewer: Viewer): Promise<readonly SessionRow[]> {
  const sessions = await listSessions(database, viewer.session, now())
  return isDemoAddress(viewer.email) ? sessions.filter(({ id }) => id === viewer.session.id) : sessions
}

interface SessionsPayload {
  readonly sessions: readonly SessionRow[]
  readonly userErrors: readonly UserError[]
}

/** What is left, after `end` has taken place for who asks. */
async function answerWithRest(
  { viewer, services }: Context,
  end: (session: { id: string; authUserId: string }) => Promise<unknown>,
): Promise<SessionsPayload> {
  if (!viewer) return { sessions: [], userErrors: [userError('UNAUTHENTICATED')] }
  if (isDemoAddress(viewer.email))
    return { sessions: await readSessions(services, viewer), userErrors: [userError('DEMO_ACCOUNT')] }
  await end(viewer.session)
  services.sessionsEnded(viewer.session.authUserId)
  return { sessions: await readSessions(services, viewer), userErrors: [] }
}

const EndSessionInput = builder.inputType('EndSessionInput', {
  description: 'Which device to sign out.',
  fields: (t) => ({ sessionId: t.id({ required: true, description: 'Id of the session.' }) }),
})

const payloadOf = (name: string) =>
  withUserErrors(
    builder.objectRef<SessionsPayload>(name).implement({
      description: 'Where the viewer is still signed in.',
      fields: (t) => ({
        sessions: t.field({
          type: [SessionRef],
          description: 'As `viewer.sessions`.',
          complexity: { field: 1, multiplier: COUNTED_SESSIONS },
          resolve: ({ sessions }) => [...sessions],
        }),
      }),
    }),
  )

const EndSessionPayload = payloadOf('EndSessionPayload')
const EndOtherSessionsPayload = payloadOf('EndOtherSessionsPayload')

builder.mutationFields((t) => ({
  endSession: t.field({
    type: EndSessionPayload,
    description:
      'Signs one of the viewer’s devices out. One that is signed out already, or another person’s, changes nothing.',
    args: { input: t.arg({ type: EndSessionInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, context) =>
      answerWithRest(context, (session) => endSession(context.services.database, session, input.sessionId)),
  }),
  endOtherSessions: t.field({
    type: EndOtherSessionsPayload,
    description: 'Signs the viewer out everywhere but here.',
    resolve: (_, _args, context) =>
      answerWithRest(context, (session) => endOtherSessions(context.services.database, session, session.id)),
  }),
}))
