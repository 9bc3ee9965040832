import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../seed/demo-accounts.ts'
import type { Home } from '../settings/home.ts'

/** What a person who has just started Marquee wants to know. */
export function describeAddresses(variables: Record<string, string>, home: Home): string {
  const web = variables.PUBLIC_WEB_URL
  return [
    `  Watch        ${web}`,
    `  Studio       ${web}/studio`,
    `  GraphQL      ${variables.PUBLIC_API_URL}/graphql`,
    `  Logs         ${home.logs}`,
    `  Settings     ${home.env}`,
  ].join('\n')
}

/** The demo accounts, for those who sign in by hand. */
export function describeAccounts(): string {
  const lines = DEMO_ACCOUNTS.map(({ name, email }) => `  ${name.padEnd(20)} ${email}`)
  return [`Demo accounts, one click each at sign-in (password ${DEMO_PASSWORD}):`, ...lines].join('\n')
}
