import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** What `npm test` found; Debian's, when a test is run by hand. */
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  // What takes minutes is a file of its own, and runs with `npm run test:long` alone.
  testIgnore: process.env.MARQUEE_LONG ? [] : ['**/*.long.spec.ts'],
  outputDir: '../test-results',
  globalSetup: './stage/global-setup.ts',
  // One system, two cores, and tests that kill parts of it.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
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
