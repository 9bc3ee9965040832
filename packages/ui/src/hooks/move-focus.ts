/**
 * Where focus goes in a list of `count` items for a key; undefined for a key that does not move.
 * `along` says which arrows count; `rtl` turns the horizontal ones.
 */
export function nextIndex(
  key: string,
  current: number,
  count: number,
  along: 'vertical' | 'horizontal',
  rtl = false,
): number | undefined {
  if (count === 0) return undefined
  const [back, forward] =
    along === 'vertical'
      ? ['ArrowUp', 'ArrowDown']
      : rtl
        ? ['ArrowRight', 'ArrowLeft']
        : ['ArrowLeft', 'ArrowRight']
  if (key === forward) return (current + 1) % count
  if (key === back) return (current - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
