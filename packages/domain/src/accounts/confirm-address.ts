import type { Database } from '../database/create-database.ts'

/**
 * Drops a sign-up whose address nobody has confirmed, so that the next one at the address begins anew, with its own
 * password. One that has an account already is older than the rule that addresses are confirmed, and stays.
 */
export async function dropUnconfirmedSignUp(database: Database, email: string): Promise<void> {
  await database.$executeRaw`
    DELETE FROM auth_user WHERE email = ${email.toLowerCase()} AND NOT email_verified
      AND NOT EXISTS (SELECT 1 FROM account WHERE account.auth_user_id = auth_user.id)`
}

/** Who reads the mails of an address has confirmed it. */
export async function confirmAddress(database: Database, authUserId: string): Promise<void> {
  await database.authUser.updateMany({
    where: { id: authUserId, emailVerified: false },
    data: { emailVerified: true },
  })
}
