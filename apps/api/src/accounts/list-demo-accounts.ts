import { findKnownAddresses } from '@marquee/domain/accounts'
import type { Context } from '../schema/index.ts'

export interface DemoAccount {
  readonly role: 'member' | 'admin'
  readonly name: string
  readonly email: string
  readonly password: string
}

/** What `npm start` seeds; the password is public because these exist on demo installations only. */
const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { role: 'member', name: 'Demo Creator', email: 'creator@marquee.localhost', password: 'marquee-demo' },
  { role: 'member', name: 'Demo Viewer', email: 'viewer@marquee.localhost', password: 'marquee-demo' },
  { role: 'admin', name: 'Demo Administrator', email: 'admin@marquee.localhost', password: 'marquee-demo' },
]

/** Those that are there; none unless MARQUEE_DEMO is on. */
export async function listDemoAccounts({ services: { demo, database } }: Context): Promise<DemoAccount[]> {
  if (!demo) return []
  const known = await findKnownAddresses(
    database,
    DEMO_ACCOUNTS.map(({ email }) => email),
  )
  return DEMO_ACCOUNTS.filter(({ email }) => known.has(email))
}

/** Whether this is the address of an account whose password everybody knows. */
export function isDemoAddress(email: string): boolean {
  return demoAccountAt(email) !== undefined
}

/** Whether this is the password that everybody knows, at the address of an account that has it. */
export function isDemoPassword(email: string, password: string): boolean {
  return demoAccountAt(email)?.password === password
}

const demoAccountAt = (email: string) =>
  DEMO_ACCOUNTS.find((account) => account.email === email.toLowerCase())
