/**
 * A single press waits this long for a second one, milliseconds. Desktops allow up to 400 or 500 between the two; a
 * pause that late would feel broken, so a slower second press takes the first one back.
 */
const SECOND_PRESS_MS = 250

export type PressActions = {
  /** Must undo itself when done again, as play and pause do. */
  single: () => void
  double: () => void
}

export type PressReader = {
  /** `count` is the click event's `detail`: the how manieth in a row, as the platform counts. */
  press: (count: number) => void
  /** Forgets a press that still waits. */
  destroy: () => void
}

/** Tells a press on the picture from a double press, which leaves what plays as it was. */
export function createPressReader({ single, double }: PressActions): PressReader {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const forget = () => {
    clearTimeout(waiting)
    waiting = undefined
  }
  return {
    press: (count) => {
      if (count % 2 === 1) {
        forget()
        waiting = setTimeout(() => {
          waiting = undefined
          single()
        }, SECOND_PRESS_MS)
        return
      }
      if (waiting === undefined) single()
      forget()
      double()
    },
    destroy: forget,
  }
}
