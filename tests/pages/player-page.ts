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
    /** What its player is answered when it asks for its source again. */
    renewed?: Source
    /** Shaka, on its page. */
    dash: { load(manifest: string, startTime: number): Promise<void>; isLive(): boolean }
  }
}

/** Where the files of the page lie, by the beginning of their path. */
const FOLDERS = {
  '/player/': 'packages/player/dist/',
  '/hls/': 'node_modules/hls.js/dist/',
  '/shaka/': 'node_modules/shaka-player/dist/',
}

/** Opens a page that is a player and nothing else, as `window.player`. Its server ends with the page. */
export async function openPlayerPage(page: Page): Promise<void> {
  await openPage(page, 'player')
}

/** Leaves pages that are opened from now on nothing but the browser's own player. */
export async function withoutMediaSource(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['MediaSource', 'ManagedMediaSource']) Reflect.deleteProperty(window, name)
  })
}

/** Opens a page that is Shaka and nothing else, as `window.dash`. */
export async function openDashPage(page: Page): Promise<void> {
  await openPage(page, 'dash')
}

async function openPage(page: Page, name: 'player' | 'dash'): Promise<void> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = fileOf(pathname) ?? `tests/pages/${name}.html`
    response.setHeader('content-type', file.endsWith('.html') ? 'text/html' : 'text/javascript')
    await pipeline(createReadStream(path.join(REPOSITORY, file)), response).catch(() => response.destroy())
  }).listen(0, 'localhost')
  page.once('close', () => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`)
  await page.waitForFunction((global) => global in window, name)
}

function fileOf(pathname: string): string | undefined {
  const [prefix, folder] = Object.entries(FOLDERS).find(([prefix]) => pathname.startsWith(prefix)) ?? []
  return prefix && folder ? folder + pathname.slice(prefix.length) : undefined
}

/** Resolves once the player has begun to show a source, or to take the next one over. */
export function play(page: Page, hls: string, revision: string): Promise<void> {
  return page.evaluate((next) => window.player.play(next), sourceOf(hls, revision))
}

/** Tells the player nothing, and answers with this source when it asks. */
export function answerWith(page: Page, hls: string, revision: string): Promise<void> {
  return page.evaluate(
    (next) => {
      window.renewed = next
    },
    sourceOf(hls, revision),
  )
}

function sourceOf(hls: string, revision: string): Source {
  return { hls, revision, expiresAt: '2100-01-01T00:00:00Z' }
}
