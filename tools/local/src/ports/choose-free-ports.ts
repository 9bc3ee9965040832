import { randomInt } from 'node:crypto'
import { isPortFree } from './is-port-free.ts'

/** Below the kernel's ephemeral range (32768 and up), so that no outgoing connection takes the port meanwhile. */
const LOWEST = 20_000
const HIGHEST = 32_767

/**
 * Picks `count` different TCP ports that nothing listens on, each bind checked.
 *
 * @throws when 200 tries do not find enough of them
 */
export async function chooseFreePorts(count: number): Promise<number[]> {
  const chosen = new Set<number>()
  for (let tries = 0; chosen.size < count; tries += 1) {
    if (tries > 200) throw new Error(`no ${count} free ports between ${LOWEST} and ${HIGHEST}`)
    const port = randomInt(LOWEST, HIGHEST)
    if (!chosen.has(port) && (await isPortFree(port))) chosen.add(port)
  }
  return [...chosen]
}
