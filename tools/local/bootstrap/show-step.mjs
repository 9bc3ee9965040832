const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const running = new Map()
let frame = 0
let timer

/**
 * Does `work` under a line of its own: its name while it runs, then how long it took. A terminal gets a spinner; a file
 * or a pipe gets a line at the start of what takes long and a line at the end.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showStep(name, work) {
  const since = Date.now()
  running.set(name, since)
  const slow = process.stdout.isTTY ? undefined : setTimeout(() => console.log(`  … ${name}`), 1_000)
  draw()
  try {
    const result = await work()
    settle(name, '✓', since)
    return result
  } catch (error) {
    settle(name, '✗', since)
    throw error
  } finally {
    clearTimeout(slow)
  }
}

function settle(name, mark, since) {
  running.delete(name)
  wipe()
  console.log(`  ${mark} ${name} ${seconds(since)}`)
  draw()
}

function draw() {
  if (!process.stdout.isTTY) return
  if (running.size === 0) {
    clearInterval(timer)
    timer = undefined
    return
  }
  timer ??= setInterval(draw, 100)
  timer.unref()
  frame = (frame + 1) % FRAMES.length
  const words = [...running].map(([name, since]) => `${name} ${seconds(since)}`).join(' · ')
  const room = (process.stdout.columns || 80) - 5
  process.stdout.write(`\r\u001b[2K  ${FRAMES[frame]} ${words.slice(0, room)}`)
}

function wipe() {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K')
}

const seconds = (since) => `${((Date.now() - since) / 1_000).toFixed(1)} s`
