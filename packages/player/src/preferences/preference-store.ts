/** Where preferences are kept between films. */
export type PreferenceStore = {
  read: () => string | null
  write: (text: string) => void
}

/** What is kept by itself: how films sound and run, and their captions. */
const KEYS = { player: 'mq-player', captions: 'mq-captions' } as const

/** This browser's local storage. Where a reader forbids it, or it is full, the films of this page are all that remember. */
export function browserPreferenceStore(of: keyof typeof KEYS = 'player'): PreferenceStore {
  return {
    read: () => allowed(() => window.localStorage.getItem(KEYS[of])),
    write: (text) => allowed(() => window.localStorage.setItem(KEYS[of], text)),
  }
}

/** Even reading the property throws SecurityError where storage is forbidden; writing throws QuotaExceededError when full. */
function allowed<T>(use: () => T): T | null {
  try {
    return use()
  } catch (refusal) {
    if (refusal instanceof DOMException) return null
    throw refusal
  }
}
