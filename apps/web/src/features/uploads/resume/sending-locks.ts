const PREFIX = 'marquee-upload:'

/** Says to all tabs of this browser that an upload is being sent; the browser takes it back when this tab dies. */
export function lockSending(uploadId: string): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // Locks come over HTTPS alone; without them another tab may offer to send the same parts, which does no harm.
  void navigator.locks?.request(PREFIX + uploadId, () => held)
  return release
}

/** The uploads that some tab of this browser is sending now. */
export async function listSending(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(PREFIX))
  return new Set(names.map((name) => name.slice(PREFIX.length)))
}
