import { chooseEngine, readAbilities } from './engines/choose-engine.ts'
import type { Engine, EngineEvents } from './engines/engine.ts'
import { watchGrowth } from './growth/watch-growth.ts'
import type { QualityChoice } from './quality/quality.ts'
import { createRenewal, type Renew, type Renewal } from './renewal/renewal.ts'
import type { Source } from './source.ts'
import { INITIAL_STATE, type PlayerState } from './state.ts'

export type Player = {
  /** The state now; the same object until it changes. */
  getState: () => PlayerState
  /** Calls back after each change, until the returned function is called. */
  subscribe: (changed: () => void) => () => void
  /**
   * The first source starts; later ones of the same video go on where the viewer is, the same set without a seam, another
   * one as soon as it holds more than what plays. Resolves then, or when a newer source comes first.
   */
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
  /** The source that is taken over, or waited for. */
  let upcoming: Upcoming | undefined
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
    reach: (reach) => {
      growth.see(reach)
      const growing = !reach.ended
      if (growing !== state.growing) change({ growing })
    },
    remaking: () => tellRemaking(true),
  }
  const tellRemaking = (remaking: boolean) => remaking !== state.remaking && change({ remaking })

  const renewal = createRenewal(renew, (source) => void play(source).catch(() => {}))
  const growth = watchGrowth(async () => {
    const source = await renewal.look()
    if (source && source.revision !== state.revision) play(source).catch(() => {})
    return source !== null
  })

  const start = async (source: Source) => {
    engine = await loadEngine(media, events, renewal)
    if (destroyed) return engine?.destroy()
    if (!engine) return change({ error: { cause: 'unsupported', recovers: false } })
    engine.choose(state.choice)
    engine.load(source, media.currentTime)
    change({ engine: engine.name, revision: source.revision })
  }

  const replace = async (running: Engine, source: Source, signal: AbortSignal) => {
    if (source.revision === state.revision) {
      tellRemaking(false)
      return running.renew(source)
    }
    const kind = await running.replace(source, signal).finally(() => signal.aborted || tellRemaking(false))
    if (!kind) return
    growth.stop()
    const { swaps } = state
    change({ revision: source.revision, swaps: { ...swaps, [kind]: swaps[kind] + 1 } })
  }

  const play = async (source: Source): Promise<void> => {
    if (destroyed) return
    renewal.take(source)
    if (upcoming?.hls === source.hls) return upcoming.step
    upcoming?.controller.abort()
    const controller = new AbortController()
    const step = queue.then(() => {
      if (destroyed) return
      return engine ? replace(engine, source, controller.signal) : start(source)
    })
    const mine = { hls: source.hls, controller, step }
    upcoming = mine
    const settled = () => {
      if (upcoming === mine) upcoming = undefined
    }
    queue = step.then(settled, settled)
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
      upcoming?.controller.abort()
      growth.stop()
      renewal.destroy()
      listeners.clear()
      engine?.destroy()
    },
  }
}

type Upcoming = { hls: string; controller: AbortController; step: Promise<void> }

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
