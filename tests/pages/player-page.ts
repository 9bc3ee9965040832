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

/** Where the files of the page lie, by the beginning of their path. */
const FOLDERS = { '/player/': 'packages/player/dist/', '/hls/': 'node_modules/hls.js/dist/' }
const PAGE = 'tests/pages/player.html'

/** Opens a page that is a player and nothing else, as `window.player`. Its server ends with the page. */
export async function openPlayerPage(page: Page): Promise<void> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = fileOf(pathname)
    response.setHeader('content-type', file === PAGE ? 'text/html' : 'text/javascript')
    await pipeline(createReadStream(path.join(REPOSITORY, file)), response).catch(() => response.destroy())
  }).listen(0, 'localhost')
  page.once('close', () => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`)
  await page.waitForFunction(() => 'player' in window)
}

function fileOf(pathname: string): string {
  const [prefix, folder] = Object.entries(FOLDERS).find(([prefix]) => pathname.startsWith(prefix)) ?? []
  return prefix && folder ? folder + pathname.slice(prefix.length) : PAGE
}

/** Resolves once the player has begun to show a source, or to take the next one over. */
export function play(page: Page, hls: string, revision: string): Promise<void> {
  const source: Source = { hls, revision, expiresAt: '2100-01-01T00:00:00Z' }
  return page.evaluate((next) => window.player.play(next), source)
}
