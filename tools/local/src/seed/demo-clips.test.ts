import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { clipsIn, demoFolder } from './demo-clips.ts'

const folder = temporaryFolder('media')
for (const name of ['my_first-clip.MP4', 'sintel_trailer-720p.mp4', 'notes.txt']) {
  writeFileSync(path.join(folder, name), '')
}

describe('clipsIn', () => {
  it('finds the videos, and a title for each', () => {
    expect(clipsIn(folder)).toEqual([
      { file: path.join(folder, 'my_first-clip.MP4'), title: 'My first clip', description: '' },
      expect.objectContaining({ title: 'Sintel: the trailer' }),
    ])
  })
})

describe('demoFolder', () => {
  it('is the one that was given', () => {
    expect(demoFolder({ MARQUEE_DEMO_MEDIA: folder })).toBe(folder)
  })
})
