import { describe, expect, it } from 'vitest'
import { chooseDownloads } from './choose-downloads.ts'

const track = (name: string, width: number, height: number) => ({ name, width, height })
const LANDSCAPE = [track('720p', 1280, 720), track('480p', 854, 480), track('240p', 426, 240)]
const PORTRAIT = [track('1080p', 1080, 1920), track('480p', 480, 854)]
const CROPPED = [track('536p', 1280, 536), track('480p', 1146, 480)]

describe('chooseDownloads', () => {
  it.each([
    ['the highest', LANDSCAPE, 'highest', ['720p']],
    ['all', LANDSCAPE, 'all', ['720p', '480p', '240p']],
    ['those that are named, highest first', LANDSCAPE, ['240p', '720p'], ['720p', '240p']],
    ['the highest for a name that is above it', LANDSCAPE, ['1080p', '480p'], ['720p', '480p']],
    ['one file for two names that are above it', LANDSCAPE, ['2160p', '1080p'], ['720p']],
    ['the next below for a name between two', LANDSCAPE, ['700p'], ['480p']],
    ['the lowest for a name below all', LANDSCAPE, ['144p'], ['240p']],
    ['by the shorter side', PORTRAIT, ['1440p', '480p'], ['1080p', '480p']],
    ['the size of its own that a film has', CROPPED, ['720p'], ['536p']],
    ['by the size of a name in another codec', LANDSCAPE, ['av1480p', 'vp9240p'], ['480p', '240p']],
    ['nothing of nothing', [], 'highest', []],
  ] as const)('takes %s', (_, tracks, choice, names) => {
    expect(chooseDownloads(tracks, choice).map(({ name }) => name)).toEqual(names)
  })
})
