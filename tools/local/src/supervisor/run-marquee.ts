import { describeLan } from '../lan/announce-lan.ts'
import { describeSeed, seedPart } from '../seed/seed-demo.ts'
import { readEnvFile } from '../settings/env-file.ts'
import { openHome } from '../settings/home.ts'
import { homeFolder } from '../settings/home-folder.ts'
import { describeAccounts, describeAddresses } from './announce.ts'
import { claimHome } from './claim-home.ts'
import { explainFailure } from './explain-failure.ts'
import { readOptions, type StartWords } from './read-options.ts'
import { type ShowStep, startMarquee } from './start-marquee.ts'
import { listenForStop } from './stop-signals.ts'
import { supervise } from './supervise.ts'

/**
 * `npm start`, once everything is installed and built: starts Marquee and stays until it is told to stop.
 * Sets the exit status: 0 after an orderly stop or where Marquee runs already, 1 when it did not come up.
 */
export async function runMarquee(words: StartWords, showStep: ShowStep): Promise<void> {
  const options = readOptions(words, process.env)
  const home = openHome(homeFolder(process.env))
  const claim = claimHome(home)
  if ('runningAs' in claim) {
    console.log(
      `Marquee runs already (process ${claim.runningAs.pid}):\n${describeAddresses(readEnvFile(home.env), home)}`,
    )
    return
  }

  const supervision = supervise(home, (line) => console.log(`  ${line}`))
  const killAll = (): void => supervision.kill()
  const signals = listenForStop(() => process.exit(130))
  process.on('exit', killAll)
  // A closed terminal must not keep the rest from being stopped.
  process.stdout.on('error', () => undefined)

  try {
    const variables = await startMarquee(home, options, supervision, showStep)
    if (!signals.asked.aborted) {
      const seconds = Math.round(performance.now() / 1_000)
      console.log(`\nMarquee is ready (${seconds} s).\n\n${describeAddresses(variables, home)}\n`)
      if (options.seed !== 'nothing') console.log(`${describeAccounts()}\n`)
      if (options.lan) console.log(`${describeLan(variables)}\n`)
      if (options.seed === 'demo') {
        const seeding = describeSeed(variables)
        if (seeding) console.log(seeding)
        await supervision.runAside(seedPart(variables))
      }
      console.log('Ctrl-C stops everything.')
    }
    await aborted(signals.asked)
    console.log('\nStopping …')
  } catch (error) {
    if (!signals.asked.aborted) {
      console.error(explainFailure(error))
      process.exitCode = 1
    }
  }
  await supervision.stop()
  process.off('exit', killAll)
  claim.release()
  signals.dispose()
  if (signals.asked.aborted) console.log('Stopped.')
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
