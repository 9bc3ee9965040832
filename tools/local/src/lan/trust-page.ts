/** Where the front door gives its authority's certificate away. */
export const AUTHORITY_PATH = '/marquee.crt'

/** What a device finds that comes without HTTPS: how to trust this machine, and the way on. */
export function trustPage(address: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Marquee in this network</title>
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 2rem auto; padding: 0 1rem; background: #14110f; color: #f4ede4 }
  a { color: #ffb454 } li { margin-block: .4rem } .go { display: inline-block; padding: .6rem 1.2rem; border: 2px solid; border-radius: .4rem; text-decoration: none }
</style>
<h1>Marquee in this network</h1>
<p>The certificate of this Marquee was made on the machine that runs it, so your device does not know it yet.</p>
<h2>Just look around</h2>
<p>Go on, and tell the browser once that you trust this site: «Advanced», then «Proceed», or «Show details», then «visit this website».</p>
<p><a class="go" href="https://${address}/">Go on to Marquee</a></p>
<h2>Trust it for good</h2>
<p>Needed to install Marquee as an app. The certificate is good for addresses of private networks alone.</p>
<ol>
  <li><a href="${AUTHORITY_PATH}">Get the certificate</a>.</li>
  <li>iPhone, iPad: Settings, «Profile Downloaded», install; then General, About, Certificate Trust Settings, switch it on.</li>
  <li>Android: Settings, Security, «Install a certificate», «CA certificate», choose the file.</li>
  <li>Mac: open the file, and set it to «Always Trust» in Keychain Access. Windows: open it, «Install Certificate», «Trusted Root Certification Authorities».</li>
  <li><a href="https://${address}/">Go on to Marquee</a>.</li>
</ol>
<p>Remove it there again when you no longer need it.</p>
</html>
`
}
