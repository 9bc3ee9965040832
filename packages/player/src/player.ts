import { chooseEngine, readAbilities } from './engines/choose-engine.ts'
import type { Engine, EngineEvents } from './engines/engine.ts'
import type { QualityChoice } from './quality/quality.ts'
import { createRenewal, type Renew, type Renewal } from './renewal/renewal.ts'
import type { Source } from './source.ts'
import { INITIAL_STATE, type PlayerState } from './state.ts'

export type Player = {
  /** The state now; the same object until it changes. */
  getState: () => PlayerState
  /** Calls back after each change, until the returned function is called. */
  subscribe: (changed: () => void) => () => void
  /** The first source starts; later ones of the same video go on where the viewer is, the same set without a seam. */
  play: (source: Source) => Promise<void>
  choose: (choice: QualityChoice) => void
  retry: () => void
  destroy: () => void
}

export type PlayerOptions = {
  /** Where the first source starts, in seconds. */
  startAt?: number
  /** How the player gets addresses that work on, before its own expire and when they are refused. */
  renew: Renew
}

/**
 * A player in a media element. It loads its engine at the first source, and leaves the element as it was when destroyed.
 */
export function createPlayer(media: HTMLVideoElement, { startAt = 0, renew }: PlayerOptions): Player {
  // Before there is a film this is the «default playback start position» (HTML), which survives a failed first try.
  if (startAt > 0) media.currentTime = startAt
  let state = INITIAL_STATE
  let engine: Engine | undefined
  let destroyed = false
  let queue = Promise.resolve()
  const listeners = new Set<() => void>()

  const change = (part: Partial<PlayerState>) => {
    if (destroyed) return
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }
  const events: EngineEvents = {
    qualities: (qualities) => change({ qualities }),
    playing: (playing) => change({ playing }),
    error: (error) => change({ error }),
    // Told at each look for more.
    growing: (growing) => growing !== state.growing && change({ growing }),
  }

  const renewal = createRenewal(renew, (source) => void play(source).catch(() => {}))

  const start = async (source: Source) => {
    engine = await loadEngine(media, events, renewal)
    if (destroyed) return engine?.destroy()
    if (!engine) return change({ error: { cause: 'unsupported', recovers: false } })
    engine.choose(state.choice)
    engine.load(source, media.currentTime)
    change({ engine: engine.name, revision: source.revision })
  }

  const replace = async (running: Engine, source: Source) => {
    if (source.revision === state.revision) return running.renew(source)
    const kind = await running.replace(source)
    const { swaps } = state
    change({ revision: source.revision, swaps: { ...swaps, [kind]: swaps[kind] + 1 } })
  }

  const play = (source: Source) => {
    renewal.take(source)
    const step = queue.then(() => (destroyed ? undefined : engine ? replace(engine, source) : start(source)))
    queue = step.catch(() => {})
    return step
  }

  return {
    getState: () => state,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    play,
    choose: (choice) => {
      change({ choice })
      engine?.choose(choice)
    },
    retry: () => {
      change({ error: null })
      engine?.retry()
    },
    destroy: () => {
      destroyed = true
      renewal.destroy()
      listeners.clear()
      engine?.destroy()
    },
  }
}

async function loadEngine(
  media: HTMLVideoElement,
  events: EngineEvents,
  renewal: Renewal,
): Promise<Engine | undefined> {
  switch (chooseEngine(readAbilities(media))) {
    case 'hls.js': {
      const [{ HlsEngine }, { loadHls }] = await Promise.all([
        import('./engines/hls/hls-engine.ts'),
        import('./engines/hls/load-hls.ts'),
      ])
      return new HlsEngine(await loadHls(), media, events, renewal)
    }
    case 'native': {
      const { NativeEngine } = await import('./engines/native/native-engine.ts')
      return new NativeEngine(media, events)
    }
    default:
      return undefined
  }
}
