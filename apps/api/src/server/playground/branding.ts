import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** One click away, in this order; files of docs/examples, where the test suite runs them. */
const EXAMPLES: readonly { readonly file: string; readonly variables?: object }[] = [
  { file: 'newest-videos' },
  { file: 'who-am-i' },
  { file: 'watch-video', variables: { id: '' } },
  { file: 'create-upload', variables: { input: { fileName: 'holiday.mp4', size: 20_000_000 } } },
  { file: 'video-progress', variables: { id: '' } },
]

/** Where an image leaves the documents out. */
const FALLBACK = { query: '{\n  videos(first: 5) {\n    nodes {\n      id\n      title\n    }\n  }\n}\n' }

const folder = path.resolve(import.meta.dirname, '../../../../../docs/examples')

/** Tabs that the playground opens with. The first is public, so that it answers without signing in. */
export async function readExamples(): Promise<{ query: string; variables?: string }[]> {
  try {
    return await Promise.all(
      EXAMPLES.map(async ({ file, variables }) => ({
        query: await readFile(path.join(folder, `${file}.graphql`), 'utf8'),
        ...(variables ? { variables: JSON.stringify(variables, null, 2) } : {}),
      })),
    )
  } catch {
    return [FALLBACK]
  }
}

const SURFACES = [
  '.graphiql-container',
  '.graphiql-dialog',
  '.graphiql-dialog-overlay',
  '.graphiql-tooltip',
  '[data-radix-popper-content-wrapper]',
]

const dark = SURFACES.map((surface) => `html body.graphiql-dark ${surface}`).join(', ')

/** GraphiQL's tokens (HSL triples) with the colours of packages/ui: the wall, the bulb, live, good. */
export const BRAND_STYLE = `<style>
${dark} {
  --color-base: 28, 18%, 6%;
  --color-neutral: 34, 14%, 88%;
  --color-primary: 37, 92%, 62%;
  --color-secondary: 28, 80%, 66%;
  --color-tertiary: 40, 60%, 72%;
  --color-success: 150, 50%, 55%;
  --color-error: 8, 85%, 64%;
  --font-family: system-ui, sans-serif;
}
body.graphiql-dark { background: hsl(28, 18%, 6%); }
html body .graphiql-container .graphiql-execute-button { background: hsl(var(--color-primary)); }
html body .graphiql-container .graphiql-execute-button > svg { color: hsl(28, 30%, 8%); }
.graphiql-logo svg { display: none; }
</style>`
