import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** What `npm test` found; Debian's, when a test is run by hand. */
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** What takes minutes is a file of its own, and runs with `npm run test:long` alone. */
const LONG = process.env.MARQUEE_LONG ? [] : ['**/*.long.spec.ts']

/** They play no film to its end, and change nothing of the system that others use: two run at once. */
const CALM = [
  ...['accessibility', 'accounts', 'bad-file-in-studio', 'bad-input', 'captions', 'cli-upload', 'developers'],
  ...['lan', 'observability', 'private-video', 'web-without-api'],
].map((name) => `**/${name}.spec.ts`)

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // `npm test` runs one after the other, whatever came of the first: calm ones with two workers, the others with one,
  // since they kill and pause parts of the system, or watch how evenly a film plays on two cores.
  projects: [
    { name: 'calm', testMatch: CALM, outputDir: '../test-results/calm' },
    { name: 'alone', testIgnore: [...CALM, ...LONG], outputDir: '../test-results/alone' },
  ],
  testMatch: '**/*.spec.ts',
  globalSetup: './stage/global-setup.ts',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['./stage/log-reporter.ts'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '../test-results/report.json' }],
  ],
  use: {
    baseURL: process.env.PUBLIC_WEB_URL,
    headless: true,
    // A step that hangs is told where it hangs, not where the whole test ran out of time.
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    video: 'off',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
      args: [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
        // Its file dialogue cannot be answered by a test; the older one can.
        '--disable-blink-features=FileSystemAccessLocal',
      ],
    },
  },
})
