/** A controller that follows all of `signals`. Call `release` when done, so that a long-lived signal keeps no listener. */
export function abortWith(...signals: readonly AbortSignal[]) {
  const controller = new AbortController()
  const follow = (event: Event) => controller.abort((event.target as AbortSignal).reason)
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason)
    signal.addEventListener('abort', follow, { once: true })
  }
  const release = () => {
    for (const signal of signals) signal.removeEventListener('abort', follow)
  }
  return { controller, release }
}
