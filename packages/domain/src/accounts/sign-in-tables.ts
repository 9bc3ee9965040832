import { prismaAdapter } from '@better-auth/prisma-adapter'
import type { Database } from '../database/create-database.ts'

/** Names of the sign-in library's models in packages/schema/prisma/accounts.prisma. */
export const SIGN_IN_MODELS = {
  user: 'AuthUser',
  session: 'AuthSession',
  account: 'AuthAccount',
  verification: 'AuthVerification',
} as const

/** What better-auth reads and writes its own rows through: the domain's client, so that no room else holds SQL. */
export function signInTables(database: Database): ReturnType<typeof prismaAdapter> {
  return prismaAdapter(database, { provider: 'postgresql', transaction: true })
}
