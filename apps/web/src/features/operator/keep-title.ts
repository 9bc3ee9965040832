/**
 * Next takes a page's title away for a moment each time the page is asked for anew (vercel/next.js#83016). Until the next one is
 * there, the last stands in for it, so that neither a tab nor a screen reader meets a page without. Answers what ends this.
 */
export function keepTitle(): () => void {
  const standIn = document.createElement('title')
  let last = { title: document.title, path: location.pathname }
  const look = () => {
    const isThere = [...document.head.getElementsByTagName('title')].some((title) => title !== standIn)
    if (isThere) {
      standIn.remove()
      last = { title: document.title, path: location.pathname }
    } else if (!standIn.isConnected && last.path === location.pathname) {
      standIn.textContent = last.title
      document.head.append(standIn)
    }
  }
  const observer = new MutationObserver(look)
  observer.observe(document.head, { childList: true })
  return () => {
    observer.disconnect()
    standIn.remove()
  }
}
