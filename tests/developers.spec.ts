import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import { currentInstallation, longSmallClip, probe, REPOSITORY } from './support/index.ts'

const EXAMPLES = path.join(REPOSITORY, 'docs/examples')

type Ask = (query: string) => Promise<unknown>
type Sample = {
  createAsk: (token: string, api: string) => Ask
  uploadToPlay: (file: string, ask: Ask) => Promise<string>
}

async function run(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', [path.join(EXAMPLES, script), ...args])
  return stdout.trim()
}

test('the guide’s programs take a file to a stream as they stand', async () => {
  test.setTimeout(120_000)
  const { env } = await currentInstallation()
  const web = env.PUBLIC_WEB_URL ?? ''
  const token = await run('sign-in.sh', 'creator@marquee.localhost', 'marquee-demo', web)
  expect(token).not.toBe('')
  const clip = await longSmallClip()

  const { createAsk, uploadToPlay } = (await import(path.join(EXAMPLES, 'upload-to-play.ts'))) as Sample
  const byTypeScript = await uploadToPlay(clip, createAsk(token, `${web}/graphql`))
  const byCurl = await run('upload-to-play.sh', clip, token, `${web}/graphql`)
  expect(byCurl).not.toBe(byTypeScript)
  const seconds = async (file: string) => Number((await probe(file)).format.duration)
  const source = await seconds(clip)
  for (const url of [byTypeScript, byCurl]) expect(await seconds(url)).toBeCloseTo(source, 0)
})

/** Every operation of the examples, by the name in its text, such as `WhoAmI`. */
async function exampleOperations(): Promise<string[]> {
  const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.graphql'))
  const texts = await Promise.all(files.map((file) => readFile(path.join(EXAMPLES, file), 'utf8')))
  return texts.map(operationOf).sort()
}

function operationOf(text: string): string {
  return /^(?:query|mutation|subscription) (\w+)/m.exec(text)?.[1] ?? ''
}

test('the guide shows the programs and leads to the playground with every example; one opens there, signed in, beside a tab for each', async ({
  page,
}) => {
  const operations = await exampleOperations()
  expect(operations).toContain('WhoAmI')
  await signInAs(page, 'creator', '/developers')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'upload-to-play.ts' })).toContainText('uploadToPlay')
  await page.getByRole('tab', { name: 'curl' }).click()
  await expect(page.getByRole('region', { name: 'upload-to-play.sh' })).toContainText('curl -sf')

  const links = page.locator('a[href^="/graphql?query="]')
  const addresses = await links.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href))
  const offered = addresses.map((address) => operationOf(new URL(address).searchParams.get('query') ?? ''))
  expect(offered.sort()).toEqual(operations)

  await page.getByText('who-am-i', { exact: true }).click()
  await page.getByRole('link', { name: 'Open in the playground' }).and(page.locator(':visible')).click()
  // A page of 9 MB, all script.
  await expect(page.locator('#house-account')).toContainText('Signed in as', { timeout: 30_000 })
  await expect(page.getByRole('tab', { name: 'WhoAmI' }).first()).toBeVisible()
  const tabs = await page.getByRole('tab').allInnerTexts()
  expect(operations.filter((operation) => !tabs.some((tab) => tab.includes(operation)))).toEqual([])
  await page.getByRole('button', { name: /execute/i }).click()
  await expect(page.getByRole('region', { name: /result/i })).toContainText('creator@marquee.localhost')
})
