import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Player, Source } from '@marquee/player'
import type { Page } from '@playwright/test'
import { REPOSITORY } from '../support/index.ts'

declare global {
  interface Window {
    player: Player
  }
}

/** What the page's modules are called, and where the compiled ones lie. */
const MODULES = { '/player/': 'packages/player/dist/', '/hls/': 'node_modules/hls.js/dist/' }

const HTML = `<!doctype html><title>Player</title>
<script type="importmap">{ "imports": { "hls.js": "/hls/hls.mjs" } }</script>
<video muted style="width: 1280px; height: 720px"></video>
<script type="module">
  import { createPlayer } from '/player/index.js'
  window.player = createPlayer(document.querySelector('video'), { renew: async () => null })
</script>`

/** Opens a page that is a player and nothing else, as `window.player`. Its server ends with the page. */
export async function openPlayerPage(page: Page): Promise<void> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const [prefix, folder] = Object.entries(MODULES).find(([prefix]) => pathname.startsWith(prefix)) ?? []
    if (!prefix || !folder) return response.setHeader('content-type', 'text/html').end(HTML)
    response.setHeader('content-type', 'text/javascript')
    const file = createReadStream(path.join(REPOSITORY, folder, pathname.slice(prefix.length)))
    return pipeline(file, response).catch(() => response.destroy())
  }).listen(0, 'localhost')
  page.once('close', () => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`)
  await page.waitForFunction(() => 'player' in window)
}

/** Resolves once the player has begun to show a source, or to take the next one over. */
export function play(page: Page, hls: string, revision: string): Promise<void> {
  const source: Source = { hls, revision, expiresAt: '2100-01-01T00:00:00Z' }
  return page.evaluate((next) => window.player.play(next), source)
}
