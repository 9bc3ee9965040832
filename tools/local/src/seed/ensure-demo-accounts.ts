import { Client } from 'pg'
import type { Variables } from '../settings/compose-variables.ts'
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './demo-accounts.ts'

/**
 * Makes those of the demo accounts that are not there yet, as a person would, through sign-up; then gives the
 * administrator their role, which no one can ask for.
 *
 * @throws with what the API said, when it refuses one; where the address is somebody's who chose another password
 */
export async function ensureDemoAccounts(variables: Variables): Promise<void> {
  const database = new Client({ connectionString: variables.DATABASE_URL })
  await database.connect()
  try {
    const known = await knownAddresses(database)
    // One after the other: channels and ids are handed out in this order.
    for (const account of DEMO_ACCOUNTS) if (!known.has(account.email)) await signUp(variables, account)
    for (const account of DEMO_ACCOUNTS) {
      await database.query(CONFIRM, [account.email])
      await giveRole(database, variables, account)
    }
  } finally {
    await database.end()
  }
}

/** Those of an installation that is older than the rule that addresses are confirmed: since then nobody has an account before. */
const CONFIRM = `
  UPDATE auth_user SET email_verified = true WHERE email = $1 AND NOT email_verified
     AND EXISTS (SELECT 1 FROM account WHERE account.auth_user_id = auth_user.id)`

const LACKS_ROLE = `
  SELECT 1 FROM account JOIN auth_user ON auth_user.id = account.auth_user_id
   WHERE auth_user.email = $1 AND account.role <> $2::account_role`

const GIVE_ROLE = `
  UPDATE account SET role = $2::account_role
  FROM auth_user WHERE auth_user.id = account.auth_user_id AND auth_user.email = $1 AND account.role <> $2::account_role`

async function knownAddresses(database: Client): Promise<Set<string>> {
  const { rows } = await database.query<{ email: string }>(
    'SELECT email FROM auth_user JOIN account ON account.auth_user_id = auth_user.id WHERE email = ANY($1)',
    [DEMO_ACCOUNTS.map(({ email }) => email)],
  )
  return new Set(rows.map(({ email }) => email))
}

/** Nobody is made an administrator by an address alone: the account must be the one whose password everybody knows. */
async function giveRole(database: Client, variables: Variables, { email, role }: DemoAccount): Promise<void> {
  const { rowCount } = await database.query(LACKS_ROLE, [email, role])
  if (rowCount === 0) return
  const signedIn = await post(variables, '/sign-in/email', { email, password: DEMO_PASSWORD })
  if (!signedIn.ok)
    throw new Error(
      `The account ${email} has a password that is not the demo’s, so it is not given the role ${role}. ` +
        'Start with MARQUEE_DEMO=0, or remove it from the database.',
    )
  await database.query(GIVE_ROLE, [email, role])
}

async function signUp(variables: Variables, { name, email }: DemoAccount): Promise<void> {
  const response = await post(variables, '/sign-up/email', { name, email, password: DEMO_PASSWORD })
  const answer = await response.text()
  if (!response.ok) throw new Error(`The account ${email} was not made: HTTP ${response.status} ${answer}`)
}

function post(variables: Variables, path: string, body: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${variables.API_INTERNAL_URL}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: variables.PUBLIC_WEB_URL ?? '' },
    body: JSON.stringify(body),
  })
}
