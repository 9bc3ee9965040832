export {
  beatWorker,
  drainWorker,
  forgetSilentWorkers,
  IS_ALIVE,
  retireWorker,
} from './announce-worker.ts'
export { listWorkers, type WorkerStatus, type WorkerTask } from './list-workers.ts'
export type { WorkerFacts } from './worker-facts.ts'
