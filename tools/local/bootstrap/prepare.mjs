import { installNpmPackages, npmPackagesAreThere } from './npm-packages.mjs'
import { showStep } from './show-step.mjs'
import { aptLauncher, installAdvice, installWithApt, missingSystemPackages } from './system-packages.mjs'

/**
 * Brings the machine to where Marquee can be built and run: npm's packages and the system's, side by side.
 *
 * @param {{ forTests: boolean, ceph?: boolean, lan?: boolean }} options
 * @returns {Promise<boolean>} false when something is missing; what to do has been printed then
 */
export async function prepare({ forTests, ceph, lan }) {
  const missing = missingSystemPackages({ forTests, ceph, lan })
  const launcher = missing.length > 0 ? await aptLauncher() : undefined
  if (missing.length > 0 && !launcher) {
    console.error(installAdvice(missing))
    return false
  }
  const work = []
  if (!npmPackagesAreThere()) work.push(showStep('npm packages', installNpmPackages))
  if (launcher) work.push(showStep(missing.join(', '), () => installWithApt(missing, launcher)))
  const failures = (await Promise.allSettled(work)).filter(({ status }) => status === 'rejected')
  for (const { reason } of failures) console.error(reason.message)
  const lacking = missingSystemPackages({ forTests, ceph, lan })
  if (lacking.length > 0) console.error(installAdvice(lacking))
  return failures.length === 0 && lacking.length === 0
}
