import { type Consumer, consumeQueue, type JobHandlers } from './consume-queue.ts'
import { type SlotGate, shareSlots } from './share-slots.ts'

/** Both queues that a worker takes tasks of one class from. */
export interface TaskConsumers {
  readonly consumers: readonly Consumer[]
  /** Takes no more tasks, for good. */
  drain(): void
}

/** Takes tasks from the queue of a class and from `own`, which this worker alone reads, into the same slots. */
export function consumeTasks(
  settings: Parameters<typeof consumeQueue>[0],
  own: string,
  handlers: JobHandlers,
): TaskConsumers {
  let isDraining = false
  const gate: SlotGate = shareSlots(settings.concurrency, {
    pause: () => shared.pause(),
    resume() {
      if (!isDraining) shared.resume()
    },
  })
  const shared: Consumer = consumeQueue(settings, {
    ...handlers,
    'run-task': (payload, shutdown) => gate.share(() => handlers['run-task'](payload, shutdown)),
  })
  const reserved = consumeQueue(
    // One more than slots: it has the next that becomes free, before the other queue is looked at.
    { ...settings, own, concurrency: settings.concurrency + 1 },
    {
      ...handlers,
      'run-task': (payload, shutdown) => gate.reserve(() => handlers['run-task'](payload, shutdown)),
    },
  )
  return {
    consumers: [shared, reserved],
    drain() {
      isDraining = true
      void shared.pause()
      void reserved.pause()
    },
  }
}
