import type { Page } from '@playwright/test'

/** One press on a demo account, as a newcomer would. */
export async function signInAs(
  page: Page,
  who: 'creator' | 'viewer' | 'admin',
  next = '/studio',
): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
  await page.locator(`[data-demo="${who}"] >> visible=true`).last().click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}
