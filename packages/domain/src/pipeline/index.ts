export { type BegunRun, beginRun } from './begin-run.ts'
export { chargeChannel, forgetFadedUsage } from './charge-channel.ts'
export { byTurn, type Turn } from './choose-matches.ts'
export {
  advanceTask,
  type Claim,
  type ClaimedTask,
  claimTask,
  giveBackTask,
  holdsClaim,
  type QueuedJob,
  unreleaseTask,
} from './claim-task.ts'
export { createCatalogue } from './create-catalogue.ts'
export { createRun, type Retry, retryRun } from './create-run.ts'
export {
  DEFAULT_PIPELINE,
  findDefinition,
  isPipelineOffered,
  listDefinitions,
  listTaskTypes,
  listWithdrawn,
  type StoredTaskType,
  saveDefinitions,
  type UnreadableDefinition,
  type WithdrawnDefinition,
} from './definitions.ts'
export { cancelRun, cancelRunsOf, endRun, failRun, type RunEnd } from './end-run.ts'
export { estimateProgress, type ProgressEstimate, type TimedTask } from './estimate-progress.ts'
export {
  findHalfGivenUp,
  findLongReleasedTasks,
  findOrphanedRuns,
  findSilentTasks,
  findUndispatchedRuns,
  type SilentTask,
  type TaskPosition,
} from './find-lost.ts'
export {
  countItems,
  findNodes,
  findRun,
  findTask,
  type LockedRun,
  lockRun,
  type RunRow,
  type TaskRow,
} from './find-run.ts'
export { findSourceReport } from './find-source-report.ts'
export { goOnInSoftware } from './go-on-in-software.ts'
export {
  listRuns,
  type RunDetails,
  type RunFilter,
  type RunNode,
  type RunSummary,
  type RunTask,
  readRun,
} from './list-runs.ts'
export { noteUnfitTasks, type UnfitTask } from './note-unfit.ts'
export { oldestQueued } from './oldest-queued.ts'
export { planRun, type RunPlan, usesHardware } from './plan-run.ts'
export { forgetFailures, type Queueing, queueTasks, requeueTask, skipTasks } from './queue-task.ts'
export { type DefinitionProblem, readDefinition } from './read-definition.ts'
export {
  type RenditionProgress,
  type ReportedLadder,
  type RunProgress,
  readVideoProgress,
  type StepProgress,
} from './read-progress.ts'
export { recordEstimates } from './record-estimates.ts'
export {
  type PublishedSet,
  type RunVideo,
  recordPublication,
  recordSource,
  recordStoryboard,
} from './record-results.ts'
export { listRefusals, type RefusedDefinition, recordRefusals } from './refusals.ts'
export { type Released, type Releases, releaseTasks } from './release-tasks.ts'
export { failTask, succeedTask } from './settle-task.ts'
export { giveUpNode, joinPieces, spreadNode } from './spread-node.ts'
export { type ClassStatus, listClasses, pauseClass, resumeClass } from './task-classes.ts'
export { findUncleanRuns, markRunCleaned } from './unclean-runs.ts'
