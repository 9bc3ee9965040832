import type { Logger } from '../logging/create-logger.ts'

/** What nobody caught leaves the process in an unknown state: say so as JSON and let the supervisor start another. */
export function crashOnUncaught(logger: Logger): void {
  const crash = (err: unknown, origin: string): void => {
    logger.fatal({ err, origin }, 'uncaught')
    process.exit(1)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', (reason) => crash(reason, 'unhandledRejection'))
}
