import { toGlobalId } from '@marquee/schema/ids'
import { builder, type Viewer } from '../schema/index.ts'
import { type DemoAccount, listDemoAccounts } from './list-demo-accounts.ts'

const AccountRole = builder.enumType('AccountRole', {
  description: 'What an account may do beyond its own things.',
  values: {
    MEMBER: { value: 'member', description: 'Watches, and changes what it owns.' },
    ADMIN: { value: 'admin', description: 'Sees and changes everything.' },
  } as const,
})

export const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'The person who asks.',
  fields: (t) => ({
    id: t.id({
      description: 'Id of the account.',
      resolve: (viewer) => toGlobalId('acc', viewer.publicId),
    }),
    name: t.exposeString('name', { description: 'As given at sign-up.' }),
    email: t.exposeString('email', { description: 'Where the account signs in with; nobody else sees it.' }),
    role: t.field({
      type: AccountRole,
      description: 'What the account may do.',
      resolve: (viewer) => viewer.role,
    }),
  }),
})

const DemoAccountRef = builder.objectRef<DemoAccount>('DemoAccount').implement({
  description: 'An account that a demo installation lets anyone use.',
  fields: (t) => ({
    role: t.field({ type: AccountRole, description: 'What it may do.', resolve: (account) => account.role }),
    name: t.exposeString('name', { description: 'For the button.' }),
    email: t.exposeString('email', { description: 'To sign in with.' }),
    password: t.exposeString('password', { description: 'To sign in with.' }),
  }),
})

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerRef,
    nullable: true,
    description: 'Who asks; null where nobody is signed in.',
    resolve: (_, _args, context) => context.viewer,
  }),
  demoAccounts: t.field({
    type: [DemoAccountRef],
    description: 'Accounts a demo installation offers for one-click sign-in; empty elsewhere.',
    resolve: (_, _args, context) => listDemoAccounts(context),
  }),
}))
