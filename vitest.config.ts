import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Only our own condition: vitest hands these to Node, where «import» would break require() of CommonJS packages.
  resolve: {
    conditions: ['marquee:source'],
    // Vite would take graphql's ES module while Node gives Pothos and graphql-ws the other one, and two never mix.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  ssr: { resolve: { conditions: ['marquee:source'] } },
  test: {
    include: ['{apps,packages,tools}/**/src/**/*.test.{ts,tsx}'],
    // What takes minutes is a file of its own, and runs with `npm run test:long` alone.
    exclude: ['**/node_modules/**', '**/dist/**', ...(process.env.MARQUEE_LONG ? [] : ['**/*.long.test.ts'])],
    setupFiles: ['tools/local/src/testing/fail-on-warnings.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than processors: many wait for a database, a lease or a program.
    maxWorkers: 3,
  },
})
