import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { REPOSITORY } from '../settings/repository.ts'

/** A video to be put into a demo. */
export interface DemoClip {
  /** Absolute path. */
  file: string
  title: string
  description: string
  /** Draws `file`, where it is not there yet. */
  draw?: () => Promise<void>
}

/** What the clips of ../shared/footage show, by file name; its PROVENANCE.tsv has origin and licence. */
const KNOWN: Record<string, Omit<DemoClip, 'file'>> = {
  'bbb_1080p25_62s.mp4': {
    title: 'Big Buck Bunny: one minute in the meadow',
    description: 'An excerpt of the open film. © 2008 Blender Foundation, CC BY 3.0, peach.blender.org',
  },
  'sintel_trailer-720p.mp4': {
    title: 'Sintel: the trailer',
    description: 'A girl looks for her dragon. © Blender Foundation, CC BY 3.0, durian.blender.org',
  },
  'car-detection.mp4': {
    title: 'Parking, seen from above',
    description: 'Thirty seconds of a car park through a fixed camera. CC BY 4.0, Intel sample videos.',
  },
  'l2_train_ad.mp4': {
    title: 'A steam train arrives',
    description: 'Ten seconds beside the line, without sound. From the livesim2 test assets.',
  },
}

const VIDEO_FILE = /\.(mp4|m4v|mov|mkv|webm|ts)$/i

/**
 * The folder that the demo takes its videos from: `MARQUEE_DEMO_MEDIA`, or ../shared/footage beside the clone;
 * undefined when neither is there.
 */
export function demoFolder(given: NodeJS.ProcessEnv): string | undefined {
  const folders = [given.MARQUEE_DEMO_MEDIA, path.join(REPOSITORY, '../shared/footage')]
  return folders.find((folder) => folder && existsSync(folder))
}

/** The videos right in a folder, in the order of their names. */
export function clipsIn(folder: string): DemoClip[] {
  return readdirSync(folder)
    .filter((name) => VIDEO_FILE.test(name))
    .sort()
    .map((name) => ({
      file: path.join(folder, name),
      ...(KNOWN[name] ?? { title: titleOf(name), description: '' }),
    }))
}

/** `my_first-clip.mp4` → `My first clip`. */
function titleOf(name: string): string {
  const words = path.parse(name).name.replace(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
