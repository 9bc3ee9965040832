import type { UploadSnapshot, UploadState } from '@marquee/uploader'
import { refuseFile } from './refuse-file.ts'

/** `refused`: nothing was sent. `waiting`: others go first. The rest is what the engine says. */
export type ItemState = 'refused' | 'waiting' | Exclude<UploadState, 'idle' | 'cancelled'>

/** One file in the queue, as a person sees it. Immutable. */
export type UploadItem = {
  /** Of this page alone. */
  key: string
  fileName: string
  /** Bytes. */
  size: number
  state: ItemState
  sentBytes: number
  bytesPerSecond: number | null
  remainingMs: number | null
  /** Null until the API knows of it. */
  uploadId: string | null
  videoId: string | null
  /** Why it was refused or stopped. */
  error: { code: string; message: string; retryable: boolean } | null
}

export type QueueState = { readonly items: readonly UploadItem[] }

export type AddedFile = {
  key: string
  name: string
  size: number
  /** Of an upload that goes on. */
  uploadId?: string | undefined
}

export type QueueEvent =
  | { type: 'added'; files: readonly AddedFile[] }
  | { type: 'started'; key: string }
  | { type: 'moved'; key: string; snapshot: UploadSnapshot }
  /** The engine itself did not come. */
  | { type: 'stopped'; key: string; error: UploadItem['error'] }
  /** Back to its place in the line: resumed, or tried again. */
  | { type: 'waits'; key: string }
  | { type: 'removed'; key: string }

export const EMPTY_QUEUE: QueueState = { items: [] }

/** States in which bytes move, or would: each holds one of the few places. */
const BUSY: ReadonlySet<ItemState> = new Set(['preparing', 'uploading', 'offline', 'completing'])

/** Whether leaving the page would stop this item. A failed one has stopped already. */
export function isUnfinished(item: UploadItem): boolean {
  return item.state === 'waiting' || item.state === 'paused' || BUSY.has(item.state)
}

export function reduceQueue(state: QueueState, event: QueueEvent): QueueState {
  switch (event.type) {
    case 'added':
      return { items: [...state.items, ...event.files.map(newItem)] }
    case 'removed':
      return { items: state.items.filter((item) => item.key !== event.key) }
    case 'started':
      return change(state, event.key, (item) => ({ ...item, state: 'preparing', error: null }))
    case 'stopped':
      return change(state, event.key, (item) => ({ ...item, state: 'failed', error: event.error }))
    case 'waits':
      return change(state, event.key, (item) =>
        item.state === 'done' || item.state === 'refused' ? item : { ...item, state: 'waiting', error: null },
      )
    case 'moved':
      return change(state, event.key, (item) => followSnapshot(item, event.snapshot))
  }
}

function newItem({ key, name, size, uploadId }: AddedFile): UploadItem {
  const code = refuseFile({ name, size })
  return {
    key,
    fileName: name,
    size,
    state: code ? 'refused' : 'waiting',
    sentBytes: 0,
    bytesPerSecond: null,
    remainingMs: null,
    uploadId: uploadId ?? null,
    videoId: null,
    error: code ? { code, message: '', retryable: false } : null,
  }
}

function change(state: QueueState, key: string, update: (item: UploadItem) => UploadItem): QueueState {
  return { items: state.items.map((item) => (item.key === key ? update(item) : item)) }
}

function followSnapshot(item: UploadItem, snapshot: UploadSnapshot): UploadItem {
  const { state, error } = snapshot
  if (state === 'idle' || state === 'cancelled') return item
  // A paused engine that waits for its turn still says `paused`.
  const waits = item.state === 'waiting' && state === 'paused'
  return {
    ...item,
    state: waits ? 'waiting' : state,
    sentBytes: snapshot.sentBytes,
    bytesPerSecond: snapshot.bytesPerSecond,
    remainingMs: snapshot.remainingMs,
    uploadId: snapshot.uploadId,
    videoId: snapshot.videoId,
    error: error ? { code: error.code, message: error.message, retryable: error.retryable } : null,
  }
}

/** The keys that may start now, the longest waiting first. */
export function nextToStart(state: QueueState, places: number): string[] {
  const free = places - state.items.filter((item) => BUSY.has(item.state)).length
  return state.items
    .filter((item) => item.state === 'waiting')
    .slice(0, Math.max(0, free))
    .map((item) => item.key)
}

export type QueueSummary = {
  unfinished: number
  stopped: number
  done: number
  /** 0 to 1 over the bytes of what is not refused. */
  fraction: number
  remainingMs: number | null
}

/** What the head of the dock says. */
export function summarize({ items }: QueueState): QueueSummary {
  const real = items.filter((item) => item.state !== 'refused')
  const total = sum(real, (item) => item.size)
  const sent = sum(real, (item) => Math.min(item.size, item.sentBytes))
  const speed = sum(real, (item) => (item.state === 'uploading' ? (item.bytesPerSecond ?? 0) : 0))
  const left = sum(real.filter(isUnfinished), (item) => item.size - item.sentBytes)
  return {
    unfinished: real.filter(isUnfinished).length,
    stopped: items.filter((item) => item.state === 'failed' || item.state === 'refused').length,
    done: real.filter((item) => item.state === 'done').length,
    fraction: total === 0 ? 0 : sent / total,
    remainingMs: speed > 0 && left > 0 ? (left / speed) * 1_000 : null,
  }
}

function sum(items: readonly UploadItem[], of: (item: UploadItem) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
