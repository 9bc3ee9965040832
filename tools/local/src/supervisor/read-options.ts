import { isOn } from '../settings/is-on.ts'

/** What `npm start` may be told. */
export interface StartOptions {
  /** What is put into an installation: the demo accounts and videos, the accounts only, or nothing. */
  seed: 'demo' | 'accounts' | 'nothing'
  /** Rebuild and restart when a file changes. */
  dev: boolean
  /** Serve this machine's network over HTTPS. */
  lan: boolean
  /** Dispatcher and completion handler are two programs, each of which may die by itself. */
  controlApart: boolean
}

/** The command line of `npm start`, as bootstrap/command-lines.mjs has read it. */
export interface StartWords {
  readonly 'no-seed'?: boolean
  readonly 'accounts-only'?: boolean
  readonly dev?: boolean
  readonly lan?: boolean
  readonly 'control-apart'?: boolean
}

/**
 * What the command line of `npm start -- …` comes to. Where `MARQUEE_DEMO` is off nothing is seeded, whatever it says:
 * everybody knows the password of the demo's administrator.
 */
export function readOptions(words: StartWords, given: NodeJS.ProcessEnv = {}): StartOptions {
  const seed =
    words['no-seed'] || !isOn(given.MARQUEE_DEMO) ? 'nothing' : words['accounts-only'] ? 'accounts' : 'demo'
  const { dev = false, lan = false, 'control-apart': controlApart = false } = words
  return { seed, dev, lan, controlApart }
}
