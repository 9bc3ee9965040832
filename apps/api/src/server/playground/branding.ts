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
body { display: grid; grid-template-rows: auto minmax(0, 1fr); block-size: 100dvh; margin: 0; background: hsl(28, 18%, 6%); }
body #root { block-size: auto; min-block-size: 0; }
html body .graphiql-container .graphiql-execute-button { background: hsl(var(--color-primary)); }
html body .graphiql-container .graphiql-execute-button > svg { color: hsl(28, 30%, 8%); }
.graphiql-logo { display: none; }
</style>`
