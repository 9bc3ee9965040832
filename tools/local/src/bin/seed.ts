import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { clipsIn, demoFolder } from '../seed/demo-clips.ts'
import { drawnClips } from '../seed/generate-clips.ts'
import { uploadClips } from '../seed/upload-clips.ts'

const home = process.env.MARQUEE_HOME
if (!home) throw new Error('MARQUEE_HOME is not set')
const ledger = path.join(home, 'seeded.json')
const folder = demoFolder(process.env)
const clips = folder ? clipsIn(folder) : []
if (clips.length > 0) {
  console.log(`demo videos from ${folder}`)
  await uploadClips(clips, ledger)
} else {
  console.log('no footage for the demo (MARQUEE_DEMO_MEDIA names a folder of it): three clips are generated')
  const drawn = path.join(home, 'demo')
  mkdirSync(drawn, { recursive: true })
  await uploadClips(drawnClips(drawn), ledger)
  rmSync(drawn, { recursive: true })
}
