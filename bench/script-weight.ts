import { gzipSync } from 'node:zlib'
import { mainClip, signIn, startOwnSystem, untilStatus, uploadFile } from '@marquee/tests/support'
import { chromium, type Page, type Response } from '@playwright/test'
import type { Benchmark } from './benchmark.ts'

const CHROMIUM = { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' }
const ARGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required']

/** Sum of the scripts the browser fetched until `settled`, each compressed with gzip -9, in kB of 1,000 bytes. */
async function scriptKb(page: Page, url: string, settled: () => Promise<unknown>): Promise<number> {
  const scripts: Response[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response)
  })
  await page.goto(url)
  await settled()
  const bodies = await Promise.all(scripts.map((script) => script.body()))
  const sizes = bodies.map((body) => gzipSync(body, { level: 9 }).length)
  return sizes.reduce((sum, size) => sum + size, 0) / 1000
}

function scriptWeight(
  name: string,
  title: string,
  atMost: number,
  measure: (page: Page, web: string, videoId: string) => Promise<number>,
): Benchmark {
  return {
    name,
    title,
    unit: 'kB gzip',
    atMost,
    absolute: true,
    async run() {
      const clip = await mainClip()
      const system = await startOwnSystem()
      const browser = await chromium.launch({ ...CHROMIUM, args: ARGS })
      try {
        const creator = await signIn(system)
        const { videoId } = await uploadFile(creator, clip.file)
        await untilStatus(creator, videoId, ['PLAYABLE', 'READY'])
        const figure = await measure(await browser.newPage(), system.env.PUBLIC_WEB_URL ?? '', videoId)
        return { figure, against: `${atMost} kB, stated absolutely; a stranger, cold cache, Chromium` }
      } finally {
        await browser.close()
        await system.stop()
      }
    },
  }
}

export const scriptHome = scriptWeight(
  'script-home',
  'script of the home page until it is idle',
  165,
  (page, web) => scriptKb(page, web, () => page.waitForLoadState('networkidle')),
)

export const scriptWatch = scriptWeight(
  'script-watch',
  'script of the watch page before the first frame',
  380,
  (page, web, videoId) =>
    scriptKb(page, `${web}/watch/${videoId.replace('vid_', '')}`, () =>
      page.waitForFunction(() => {
        const video = document.querySelector('video')
        return video !== null && video.getVideoPlaybackQuality().totalVideoFrames > 0
      }),
    ),
)
