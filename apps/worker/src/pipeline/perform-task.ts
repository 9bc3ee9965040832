import { DETAIL_LIMIT } from '@marquee/jobs'
import type { ScratchSpace } from '../scratch/scratch-space.ts'
import type { MediaRunner } from '../tasks/open-media-runner.ts'
import type { PerformTask } from './run-task.ts'

/** Tasks as this machine's programs do them, each in a folder of its own. */
export function createTaskPerformer(media: MediaRunner, scratch: ScratchSpace): PerformTask {
  return (task, { signal, report }) =>
    scratch.lend(async (folder) => {
      const { publicId, originalKey } = task.video
      if (originalKey === null) throw new Error(`Video ${publicId} has a run but no original`)
      const end = await media.run({
        runId: String(task.runId),
        videoPublicId: publicId,
        taskName: task.name,
        type: task.type,
        options: task.options,
        item: task.item,
        sourceKey: originalKey,
        inputs: task.inputs,
        watermark: task.watermark,
        software: task.software,
        folder,
        reportProgress: report,
        signal,
      })
      const { cpuSeconds, peakBytes } = end
      const used = { cpuSeconds, ...(peakBytes > 0 && { peakMb: Math.ceil(peakBytes / 1e6) }) }
      if (end.outcome === 'succeeded') return { outcome: 'succeeded', artefacts: end.artefacts, ...used }
      const { code, detail } = end.failure
      return { outcome: 'failed', code, detail: detail.slice(0, DETAIL_LIMIT), ...used }
    })
}
