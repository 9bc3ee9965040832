import { existsSync } from 'node:fs'
import { findProgram } from './find-program.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that the tests drive: CHROMIUM_PATH, or the first that this machine has. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  for (const name of NAMES) {
    const file = findProgram(name)
    if (file) return file
  }
  return APPLICATIONS.find((file) => existsSync(file))
}
