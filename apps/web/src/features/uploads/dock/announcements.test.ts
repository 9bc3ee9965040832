import { describe, expect, it } from 'vitest'
import { EMPTY_QUEUE, type QueueState, reduceQueue, type UploadItem } from '../queue/queue-state.ts'
import { announcementsBetween } from './announcements.ts'

const line = reduceQueue(EMPTY_QUEUE, { type: 'added', files: [{ key: 'k', name: 'clip.mp4', size: 100 }] })
const at = (over: Partial<UploadItem>): QueueState => ({
  items: line.items.map((item) => ({ ...item, ...over })),
})
const said = (before: QueueState, after: QueueState) =>
  announcementsBetween(before, after).map(({ what }) => what)

describe('announcementsBetween', () => {
  it('says nothing for every percent', () => {
    const uploading = { state: 'uploading' } as const
    expect(said(at({ ...uploading, sentBytes: 10 }), at({ ...uploading, sentBytes: 49 }))).toEqual([])
    expect(said(at({ ...uploading, sentBytes: 49 }), at({ ...uploading, sentBytes: 51 }))).toEqual(['half'])
  })

  it('says when it starts, ends and stops', () => {
    expect(said(line, at({ state: 'preparing' }))).toEqual(['started'])
    expect(said(at({ state: 'completing' }), at({ state: 'done' }))).toEqual(['uploaded'])
    expect(said(at({ state: 'uploading' }), at({ state: 'failed' }))).toEqual(['failed'])
  })

  it('says that a file was refused when it is added', () => {
    expect(said(EMPTY_QUEUE, at({ state: 'refused' }))).toEqual(['refused'])
    expect(said(EMPTY_QUEUE, line)).toEqual([])
  })
})
