import { parseArgs } from 'node:util'

/** What `npm start` may be told. */
export interface StartOptions {
  /** What is put into an installation: the demo accounts and videos, the accounts only, or nothing. */
  seed: 'demo' | 'accounts' | 'nothing'
  /** Rebuild and restart when a file changes. */
  dev: boolean
  /** Serve this machine's network over HTTPS. */
  lan: boolean
}

/**
 * Reads the command line of `npm start -- …`. Where `MARQUEE_DEMO` is off nothing is seeded, whatever the command line
 * says: everybody knows the password of the demo's administrator.
 *
 * @throws naming the option that it does not know
 */
export function readOptions(args: readonly string[], given: NodeJS.ProcessEnv = {}): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'no-seed': { type: 'boolean', default: false },
      'accounts-only': { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      lan: { type: 'boolean', default: false },
    },
  })
  const isOff = /^(0|false|no|off)$/i.test(given.MARQUEE_DEMO ?? '')
  const seed = values['no-seed'] || isOff ? 'nothing' : values['accounts-only'] ? 'accounts' : 'demo'
  return { seed, dev: values.dev, lan: values.lan }
}
