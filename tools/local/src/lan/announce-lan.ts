import { renderUnicodeCompact } from 'uqr'
import { isOn } from '../settings/is-on.ts'

/** What a person who wants Marquee on a phone is told, under the address that the phone scans. */
export function describeLan(variables: Readonly<Record<string, string>>): string {
  const url = variables.PUBLIC_WEB_URL ?? ''
  return [
    `On a phone or TV in the same network: ${url}`,
    '',
    renderUnicodeCompact(url),
    '',
    `The device does not know the certificate yet: tell it to go on, or open ${url.replace('https', 'http')} there first,`,
    'which says how to trust it for good.',
    ...(isOn(variables.MARQUEE_DEMO)
      ? [
          'Everybody in this network can sign in with the demo accounts, the administrator included;',
          'MARQUEE_DEMO=0 npm start -- --lan leaves them out.',
        ]
      : []),
  ].join('\n')
}
