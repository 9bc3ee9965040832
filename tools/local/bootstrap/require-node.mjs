const LEAST = [20, 19]

/** Leaves with a sentence when this Node is older than package.json's `engines`. Parses on any Node with ES modules. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return
  console.error(
    `Marquee needs Node ${LEAST.join('.')} or later; this is ${process.versions.node}. See https://nodejs.org/download`,
  )
  process.exit(1)
}
