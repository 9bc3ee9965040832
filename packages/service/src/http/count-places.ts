/** Gives a place back; again, it does nothing. */
export type LeavePlace = () => void

/** Places, so many for each name. */
export interface Places {
  /** Undefined where the name has all of its own already. */
  take(name: string): LeavePlace | undefined
}

export function countPlaces(each: number): Places {
  const taken = new Map<string, number>()
  return {
    take(name) {
      const count = taken.get(name) ?? 0
      if (count >= each) return undefined
      taken.set(name, count + 1)
      let isTaken = true
      return () => {
        if (!isTaken) return
        isTaken = false
        const left = (taken.get(name) ?? 1) - 1
        if (left === 0) taken.delete(name)
        else taken.set(name, left)
      }
    },
  }
}
