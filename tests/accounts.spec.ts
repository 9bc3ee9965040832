import { randomUUID } from 'node:crypto'
import { type Browser, expect, type Page, test } from '@playwright/test'

const PASSWORD = 'a long enough password'
const OTHER = 'another long enough password'

type Person = { name: string; email: string }

const somebody = (name: string): Person => ({ name, email: `${randomUUID()}@example.test` })

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

async function enter(page: Page, { email }: Person, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click()
}

async function signIn(page: Page, person: Person, password: string): Promise<void> {
  await page.goto('/sign-in')
  await enter(page, person, password)
  await expect(page.getByRole('button', { name: `Account of ${person.name}` })).toBeVisible()
}

/** From the page that says that a mail is on its way, over the mailbox, to where the mail's link leads. */
async function followMail(page: Page, { email }: Person, subject: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await page.getByRole('link', { name: 'Open the mailbox' }).click()
  const mail = page.getByRole('listitem').filter({ hasText: email }).filter({ hasText: subject })
  await mail.first().getByRole('link').click()
}

async function makeAccount(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await followMail(page, person, 'Confirm your address')
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
}

async function openSecurity(page: Page, { name }: Person): Promise<void> {
  await page.getByRole('button', { name: `Account of ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Security and devices' }).click()
  await expect(page.getByRole('heading', { name: 'Security and devices' })).toBeVisible()
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto('/settings/security')
  await page.waitForURL('**/sign-in?next=*')
}

test('a new account is confirmed by mail; a forgotten password is replaced, and the old session is gone', async ({
  browser,
}) => {
  const person = somebody('Ada')
  const [page, elsewhere] = [await newPage(browser), await newPage(browser)]
  await makeAccount(page, person)
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await enter(page, person, PASSWORD)
  await expect(page.getByRole('button', { name: 'Account of Ada' })).toBeVisible()
  await signIn(elsewhere, person, PASSWORD)

  await page.getByRole('button', { name: 'Account of Ada' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  // The page that is left has such a field too.
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('button', { name: 'Send the mail' }).click()
  await followMail(page, person, 'Choose a new password')
  await page.getByRole('textbox', { name: 'New password' }).fill(OTHER)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByRole('heading', { name: 'Your password is changed' })).toBeVisible()

  await expectSignedOut(elsewhere)
  await enter(elsewhere, person, PASSWORD)
  await expect(elsewhere.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible()
  await enter(elsewhere, person, OTHER)
  await expect(elsewhere.getByRole('heading', { name: 'Security and devices' })).toBeVisible()

  await page.reload()
  await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByRole('heading', { name: 'This link no longer holds' })).toBeVisible()
})

test('a password is changed by who knows it, and other devices are signed out', async ({ browser }) => {
  const person = somebody('Lise')
  const [page, elsewhere] = [await newPage(browser), await newPage(browser)]
  await makeAccount(page, person)
  for (const each of [page, elsewhere]) await signIn(each, person, PASSWORD)

  await openSecurity(page, person)
  const current = page.getByLabel('Current password')
  await current.fill('not my password')
  await page.getByLabel('New password').fill(OTHER)
  await page.getByLabel('New password').press('Enter')
  await expect(page.getByText('This is not your password.')).toBeVisible()
  await expect(current).toBeFocused()
  await current.fill(PASSWORD)
  await page.getByLabel('New password').fill('short')
  await page.getByLabel('New password').press('Enter')
  await expect(page.getByLabel('New password')).toBeFocused()
  await page.getByLabel('New password').fill(OTHER)
  await expect(page.getByRole('checkbox', { name: 'Sign out all other devices' })).toBeChecked()
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Devices' }).getByRole('listitem')).toHaveCount(1)
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()

  await expectSignedOut(elsewhere)
  await enter(elsewhere, person, OTHER)
  await expect(elsewhere.getByRole('heading', { name: 'Security and devices' })).toBeVisible()
})

test('devices are signed out from another', async ({ browser }) => {
  const person = somebody('Grace')
  const [page, second, third] = [await newPage(browser), await newPage(browser), await newPage(browser)]
  await makeAccount(page, person)
  for (const each of [page, second, third]) await signIn(each, person, PASSWORD)

  await openSecurity(page, person)
  const devices = page.getByRole('list', { name: 'Devices' }).getByRole('listitem')
  await expect(devices).toHaveCount(3)
  await expect(devices.first()).toContainText('This device')
  await expect(devices.first().getByRole('button')).toHaveCount(0)
  await devices
    .nth(1)
    .getByRole('button', { name: /^Sign out/ })
    .click()
  await expect(devices).toHaveCount(2)
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()
  for (const each of [second, third]) await expectSignedOut(each)
  await page.reload()
  await expect(devices).toHaveCount(1)
})
