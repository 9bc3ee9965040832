import { defineConfig } from 'vitest/config'

/** Rooms of functions that keep nothing. */
const PURE = '{apps/{cli,web},packages/{jobs,media,player,ui,uploader}}/**/src/**/*.test.{ts,tsx}'
/** Its tests change what belongs to the process: variables, PATH, listeners for signals. */
const TOOLS = 'tools/**/src/**/*.test.ts'

export default defineConfig({
  // Only our own condition: vitest hands these to Node, where «import» would break require() of CommonJS packages.
  resolve: {
    conditions: ['marquee:source'],
    // Vite would take graphql's ES module while Node gives Pothos and graphql-ws the other one, and two never mix.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  ssr: { resolve: { conditions: ['marquee:source'] } },
  test: {
    // What takes minutes is a file of its own, and runs with `npm run test:long` alone.
    exclude: ['**/node_modules/**', '**/dist/**', ...(process.env.MARQUEE_LONG ? [] : ['**/*.long.test.ts'])],
    setupFiles: ['tools/local/src/testing/fail-on-warnings.ts'],
    // Of what takes 12 s on two cores at rest, ten times as much.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes as late as a busy machine lets it; only what never comes costs this long.
    expect: { poll: { timeout: 15_000 } },
    // One more than processors: many wait for a database, a lease or a program.
    maxWorkers: 3,
    // Files of a project share processes, and with them what they import: of the API's tests that was half the work.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'pure', include: [PURE] } },
      { extends: true, test: { name: 'tools', include: [TOOLS], isolate: true } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['{apps,packages}/**/src/**/*.test.{ts,tsx}'],
          exclude: [PURE],
        },
      },
    ],
  },
})
