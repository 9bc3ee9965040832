import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { BRAND_STYLE } from './branding.ts'
import { houseHead } from './house-head.ts'
import { readExampleTabs } from './read-example-tabs.ts'

/*
 * A program of its own: the page is 9 MB of text, its module as much again, and rendering takes 150 MB. Only the
 * compressed forms leave it, and its memory goes with it.
 */

export interface RenderedPlayground {
  readonly brotli: Uint8Array
  readonly gzip: Uint8Array
}

/** GraphiQL takes more than the declared options: whatever is given here becomes its property. */
type Options = Parameters<typeof renderGraphiQL>[0] & {
  readonly defaultTabs: readonly object[]
  readonly defaultTheme: 'dark'
}

async function renderPage(webUrl: string): Promise<string> {
  const options: Options = {
    title: 'Marquee · GraphQL',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    credentials: 'same-origin',
    shouldPersistHeaders: false,
    defaultTabs: await readExampleTabs(),
    defaultTheme: 'dark',
  }
  return renderGraphiQL(options)
    .replace('</head>', () => `${BRAND_STYLE}</head>`)
    .replace('<div id="root"></div>', () => `${houseHead(webUrl)}<div id="root"></div>`)
    .trim()
}

const page = Buffer.from(await renderPage(process.argv[2] ?? ''))
const [brotli, gzipped] = await Promise.all([
  // Quality 5 takes 0.3 s for 9 MB; 11 takes 20 s for a fifth less.
  promisify(brotliCompress)(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  promisify(gzip)(page),
])
process.send?.({ brotli, gzip: gzipped } satisfies RenderedPlayground)
