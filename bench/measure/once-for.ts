/** One measurement answers all that a run asks of the same thing: `measure`, whose promise is kept by what it is given. */
export function onceFor<Given, Found>(
  measure: (given: Given) => Promise<Found>,
): (given: Given) => Promise<Found> {
  const taken = new Map<Given, Promise<Found>>()
  return (given) => {
    const found = taken.get(given) ?? measure(given)
    taken.set(given, found)
    return found
  }
}
