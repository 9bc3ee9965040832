import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  poweredByHeader: false,
  // The proxy in front compresses once; the custom server has no other.
  compress: true,
  agentRules: false,
  devIndicators: false,
  typedRoutes: false,
  rewrites: async () => [{ source: '/@:handle', destination: '/channels/:handle' }],
}

/** Messages are compiled when the app is built: browsers get no ICU parser (9 kB gzip). */
const withWords = createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  experimental: { messages: { path: './messages', format: 'json', locales: 'infer', precompile: true } },
})

export default withWords(config)
