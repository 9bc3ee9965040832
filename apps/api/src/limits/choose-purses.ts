import { isIPv4, isIPv6 } from 'node:net'
import type { Viewer } from '../schema/index.ts'
import type { Purse } from './spend-budget.ts'

/** Points a minute; 0 leaves it uncounted. */
export interface BudgetLimits {
  readonly account: number
  readonly address: number
}

/** What pays for a request: its address, and, where somebody is signed in, the account as well. */
export function choosePurses(
  limits: BudgetLimits,
  viewer: Viewer | null,
  address: string | undefined,
): readonly Purse[] {
  const account = viewer ? [{ key: `budget:account:${viewer.publicId}`, limit: limits.account }] : []
  const place = address ? [{ key: `budget:address:${placeOf(address)}`, limit: limits.address }] : []
  return [...account, ...place].filter(({ limit }) => limit > 0)
}

/** An IPv6 network counts as one address, because whoever has one of its 2⁶⁴ has them all. */
function placeOf(address: string): string {
  const bare = address.replace(/^::ffff:/i, '')
  if (isIPv4(bare) || !isIPv6(bare)) return bare
  const [head = '', tail] = bare.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle =
    tail === undefined ? [] : Array<string>(Math.max(8 - front.length - back.length, 0)).fill('0')
  return `${[...front, ...middle, ...back]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
