export { ARTEFACTS, type ArtefactKind, type ArtefactOf } from './artefacts.ts'
export { createQueues, type Queues } from './create-queues.ts'
export {
  enqueueCleaning,
  enqueueDispatch,
  enqueueDispatches,
  enqueueRelease,
  enqueueResult,
  enqueueTasks,
  enqueueUnfit,
  removeOwnQueues,
  resultJobId,
  withdrawTasks,
} from './enqueue-job.ts'
export {
  DETAIL_LIMIT,
  type JobName,
  type JobPayload,
  parsePayload,
  type TaskResult,
} from './job-contracts.ts'
export { openRedis, type RedisSettings } from './open-redis.ts'
export { QUEUE_NAMES, QUEUE_PREFIX, type QueueName } from './queue-names.ts'
export { MAX_TASK_ATTEMPTS, MAX_TASK_LOSSES, retryDelayMs } from './retry-policy.ts'
export { ownQueueOf, queueOf, type ReleasedTask, taskJobId } from './task-placement.ts'
export { SWEEP_EVERY_MS, WORKER_TIMING } from './worker-timing.ts'
