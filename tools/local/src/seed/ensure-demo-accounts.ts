import { Client } from 'pg'
import type { Variables } from '../settings/compose-variables.ts'
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './demo-accounts.ts'

/**
 * Makes those of the demo accounts that are not there yet, as a person would, through sign-up; then gives the
 * administrator their role, which no one can ask for.
 *
 * @throws with what the API said, when it refuses one
 */
export async function ensureDemoAccounts(variables: Variables): Promise<void> {
  const database = new Client({ connectionString: variables.DATABASE_URL })
  await database.connect()
  try {
    const known = await knownAddresses(database)
    // One after the other: channels and ids are handed out in this order.
    for (const account of DEMO_ACCOUNTS) if (!known.has(account.email)) await signUp(variables, account)
    for (const { email, role } of DEMO_ACCOUNTS) {
      await database.query(CONFIRM, [email])
      await database.query(GIVE_ROLE, [email, role])
    }
  } finally {
    await database.end()
  }
}

/** Those of an installation that is older than the rule that addresses are confirmed. */
const CONFIRM = 'UPDATE auth_user SET email_verified = true WHERE email = $1 AND NOT email_verified'

const GIVE_ROLE = `
  UPDATE account SET role = $2::account_role
  FROM auth_user WHERE auth_user.id = account.auth_user_id AND auth_user.email = $1 AND account.role <> $2::account_role`

async function knownAddresses(database: Client): Promise<Set<string>> {
  const { rows } = await database.query<{ email: string }>(
    'SELECT email FROM auth_user WHERE email = ANY($1)',
    [DEMO_ACCOUNTS.map(({ email }) => email)],
  )
  return new Set(rows.map(({ email }) => email))
}

async function signUp(variables: Variables, { name, email }: DemoAccount): Promise<void> {
  const response = await fetch(`${variables.API_INTERNAL_URL}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: variables.PUBLIC_WEB_URL },
    body: JSON.stringify({ name, email, password: DEMO_PASSWORD }),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`The account ${email} was not made: HTTP ${response.status} ${answer}`)
}
