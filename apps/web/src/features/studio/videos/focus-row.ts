/** Puts focus on a video's row once it is drawn; on the page's content where there is no such row. */
export function focusRow(videoId: string | undefined): void {
  requestAnimationFrame(() => {
    const row = videoId
      ? document.querySelector<HTMLElement>(`[data-video="${CSS.escape(videoId)}"] a`)
      : null
    ;(row ?? document.getElementById('content'))?.focus()
  })
}

/** Where focus goes when rows leave: the next that stays below the first of them, else the last that stays above. */
export function rowAfter(
  rows: ReadonlyArray<{ id: string }>,
  leaving: readonly string[],
): string | undefined {
  const start = rows.findIndex((row) => leaving.includes(row.id))
  const stays = (row: { id: string }) => !leaving.includes(row.id)
  return (rows.slice(start).find(stays) ?? rows.slice(0, start).findLast(stays))?.id
}
