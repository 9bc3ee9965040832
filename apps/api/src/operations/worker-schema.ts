import type { ClassStatus } from '@marquee/domain/pipeline'
import type { WorkerStatus, WorkerTask } from '@marquee/domain/workers'
import { toGlobalId } from '@marquee/schema/ids'
import { builder } from '../schema/index.ts'

const WorkerTaskRef = builder.objectRef<WorkerTask>('WorkerTask').implement({
  description: 'One attempt that a worker is at.',
  fields: (t) => ({
    runId: t.id({ description: 'Of its run.', resolve: ({ runId }) => String(runId) }),
    task: t.exposeString('task', { description: 'Its name in the run: "encode.3".' }),
    resource: t.exposeString('resource', { description: 'Its resource class.' }),
    attempt: t.exposeInt('attempt', { description: 'Which one it is, from 1.' }),
    fraction: t.exposeFloat('fraction', { description: '0 to 1.' }),
    since: t.expose('since', { type: 'DateTime', description: 'When it began.' }),
    beatAt: t.expose('beatAt', {
      type: 'DateTime',
      description: 'Its lease: when its worker last said that it holds it.',
    }),
    videoId: t.id({
      description: 'Of its video.',
      resolve: ({ video }) => toGlobalId('vid', video.publicId),
    }),
    videoTitle: t.string({ description: 'Of its video.', resolve: ({ video }) => video.title }),
  }),
})

const WorkerSlotsRef = builder
  .objectRef<{ readonly resource: string; readonly count: number }>('WorkerSlots')
  .implement({
    description: 'How many tasks of a class a worker does at once.',
    fields: (t) => ({
      resource: t.exposeString('resource', { description: 'The class.' }),
      count: t.exposeInt('count', { description: 'At once.' }),
    }),
  })

export const WorkerRef = builder.objectRef<WorkerStatus>('Worker').implement({
  description: 'A worker program that lives, by its own word.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Host, process and a random part: another one after each start.' }),
    host: t.exposeString('host', { description: 'The machine that it is on.' }),
    roles: t.stringList({ description: 'What it does: WORKER_ROLES.', resolve: ({ roles }) => [...roles] }),
    slots: t.field({
      type: [WorkerSlotsRef],
      description: 'How many tasks it does at once, by resource class.',
      resolve: ({ slots }) => Object.entries(slots).map(([resource, count]) => ({ resource, count })),
    }),
    cores: t.exposeInt('cores', { description: 'Processors that it may use.' }),
    memory: t.field({
      type: 'Bytes',
      description: 'Bytes that it may use.',
      resolve: ({ memoryBytes }) => memoryBytes,
    }),
    encoders: t.stringList({
      description: 'ffmpeg’s names of the video encoders that work there.',
      resolve: ({ encoders }) => [...encoders],
    }),
    version: t.exposeString('version', { description: 'Of the program.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it started.' }),
    beatAt: t.expose('beatAt', { type: 'DateTime', description: 'When it was last heard of.' }),
    drainingAt: t.expose('drainingAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it takes no more tasks; null where it does.',
    }),
    running: t.field({
      type: [WorkerTaskRef],
      description: 'What it runs now.',
      resolve: ({ running }) => [...running],
    }),
  }),
})

export const TaskClassRef = builder.objectRef<ClassStatus>('TaskClass').implement({
  description: 'A resource class: tasks that the same workers take.',
  fields: (t) => ({
    resource: t.exposeString('resource', { description: '"light", "encode".' }),
    pausedAt: t.expose('pausedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when no task of it is begun; null where it goes on.',
    }),
    ready: t.exposeInt('ready', { description: 'Tasks that wait for their turn.' }),
    released: t.exposeInt('released', { description: 'Tasks that the next free worker takes.' }),
    running: t.exposeInt('running', { description: 'Tasks that run.' }),
    slots: t.exposeInt('slots', { description: 'Tasks that its living workers could do at once.' }),
    oldestSeconds: t.exposeFloat('oldestSeconds', {
      description: 'How long the longest waiting task has waited; 0 where none does.',
    }),
    backlogCpuSeconds: t.exposeFloat('backlogCpuSeconds', {
      description: 'Estimated CPU seconds of what waits and runs.',
    }),
  }),
})
