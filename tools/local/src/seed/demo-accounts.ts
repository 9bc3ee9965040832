/** An account that a demo offers. */
export interface DemoAccount {
  name: string
  email: string
  role: 'member' | 'admin'
}

/** All demo accounts have this password; they exist on demo installations only. */
export const DEMO_PASSWORD = 'marquee-demo'

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { name: 'Demo Creator', email: 'creator@marquee.localhost', role: 'member' },
  { name: 'Demo Viewer', email: 'viewer@marquee.localhost', role: 'member' },
  { name: 'Demo Administrator', email: 'admin@marquee.localhost', role: 'admin' },
]
