const BULBS = bulbsAround(3.5, 3.5, 33, 25, 9, 7)

/** Centres of the bulbs along a sign's edge, in a 40 by 32 box. */
function bulbsAround(x: number, y: number, width: number, height: number, across: number, down: number) {
  const points: Array<readonly [number, number]> = []
  for (let i = 0; i < across; i++) {
    const at = x + (width * i) / (across - 1)
    points.push([at, y], [at, y + height])
  }
  for (let i = 1; i < down - 1; i++) {
    const at = y + (height * i) / (down - 1)
    points.push([x, at], [x + width, at])
  }
  return points
}

/** The sign: bulbs round a lit panel, and on it a play mark. */
export function BrandMark({ height = 28 }: { height?: number }) {
  return (
    <svg viewBox="0 0 40 32" height={height} width={(height * 40) / 32} aria-hidden="true" focusable="false">
      <rect width="40" height="32" rx="6" fill="oklch(0.24 0.02 55)" />
      {BULBS.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="1.25" fill="oklch(0.84 0.16 78)" />
      ))}
      <rect x="7" y="7" width="26" height="18" rx="2" fill="oklch(0.955 0.022 88)" />
      <path
        d="M16.5 11.2v9.6a.8.8 0 0 0 1.2.7l8.1-4.8a.8.8 0 0 0 0-1.4l-8.1-4.8a.8.8 0 0 0-1.2.7Z"
        fill="oklch(0.2 0.015 50)"
      />
    </svg>
  )
}
