import { createLogger, createMetrics } from '@marquee/service'
import { describe, expect, it } from 'vitest'
import { createWorkerEvents } from './worker-events.ts'

function open() {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) }
  const metrics = createMetrics('worker')
  const events = createWorkerEvents(createLogger('worker', { destination }), metrics)
  return { events, lines, text: () => metrics.registry.metrics() }
}

describe('createWorkerEvents', () => {
  it('tells of a task and its programs in the log and in metrics', async () => {
    const { events, lines, text } = open()
    events.taskStarted('encode', 0.25)
    const ffmpeg = { command: 'ffmpeg', end: 'exited', status: 1, cpuSeconds: 3.5, seconds: 2 } as const
    events.programEnded(ffmpeg)
    events.taskEnded({ type: 'encode', outcome: 'failed', code: 'ENCODE_FAILED', seconds: 2.5 })
    expect(lines).toMatchObject([
      { msg: 'task started', type: 'encode', waitedMs: 250 },
      { msg: 'program ended', command: 'ffmpeg', status: 1, cpuSeconds: 3.5, ms: 2_000 },
      { msg: 'task ended', outcome: 'failed', code: 'ENCODE_FAILED', ms: 2_500 },
    ])
    const metrics = await text()
    for (const line of [
      'marquee_task_wait_seconds_count{program="worker",type="encode"} 1',
      'marquee_task_seconds_count{program="worker",type="encode",outcome="failed"} 1',
      'marquee_task_failures_total{type="encode",code="ENCODE_FAILED",program="worker"} 1',
      'marquee_sandbox_cpu_seconds_total{command="ffmpeg",program="worker"} 3.5',
      'marquee_sandbox_runs_total{command="ffmpeg",end="exited",program="worker"} 1',
    ])
      expect(metrics).toContain(line)
  })

  it('names a video in the log only', async () => {
    const { events, lines, text } = open()
    events.milestone({ reached: 'playable', video: 'k3jd82jd8sk', seconds: 2 })
    events.milestone({ reached: 'failed', video: 'k3jd82jd8sk', seconds: 9, code: 'SOURCE_DAMAGED' })
    expect(lines).toMatchObject([
      { level: 'info', msg: 'video playable', video: 'k3jd82jd8sk', ms: 2_000 },
      { level: 'warn', msg: 'video failed', code: 'SOURCE_DAMAGED' },
    ])
    const metrics = await text()
    expect(metrics).toContain('marquee_upload_first_playable_seconds_sum{program="worker"} 2')
    expect(metrics).toContain('marquee_run_failures_total{code="SOURCE_DAMAGED",program="worker"} 1')
    expect(metrics).not.toContain('k3jd82jd8sk')
  })
})
