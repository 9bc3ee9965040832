/**
 * The head that every page of the house has, over GraphiQL: the sign that leads home, the way to the guide, and the
 * account that operations run as. It asks the API like any other client.
 */
export function houseHead(webUrl: string): string {
  return `<style>
.house { display: flex; align-items: center; gap: 20px; padding: 0 16px; min-block-size: 48px; border-block-end: 1px solid hsl(28, 10%, 18%); background: hsl(28, 18%, 6%); color: hsl(34, 14%, 92%); font: 400 15px/1.5 system-ui, sans-serif; }
.house a { color: inherit; text-decoration: none; padding: 6px 2px; border-radius: 4px; }
.house a:hover { text-decoration: underline; text-underline-offset: 3px; }
.house a:focus-visible { outline: 2px solid hsl(37, 92%, 62%); outline-offset: 2px; }
.house-word { font-weight: 700; letter-spacing: -0.01em; }
.house-account { margin-inline-start: auto; color: hsl(30, 8%, 70%); text-align: end; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.house-account a { color: hsl(37, 92%, 66%); }
</style>
<header class="house">
  <a class="house-word" href="${webUrl}/">Marquee</a>
  <a href="${webUrl}/developers">For developers</a>
  <span class="house-account" id="house-account" role="status"></span>
</header>
<script>
addEventListener('load', async () => {
  const place = document.getElementById('house-account')
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ viewer { name email } }"}' }
  const answer = await fetch('/graphql', request).then((response) => response.json()).catch(() => null)
  if (!answer) return
  const viewer = answer.data && answer.data.viewer
  if (viewer) {
    place.textContent = 'Signed in as ' + viewer.name
    place.title = viewer.email
    return
  }
  const link = document.createElement('a')
  link.href = '${webUrl}/sign-in?next=' + encodeURIComponent('/graphql')
  link.textContent = 'Sign in'
  place.replaceChildren(link)
})
</script>`
}
