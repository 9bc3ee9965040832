import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  declaredDurationMs,
  describeSound,
  judgeEnd,
  judgeFacts,
  judgeSoundContent,
  judgeSoundProbe,
  type Opened,
  type ProbeDocument,
  reasonsAgainstRemux,
  type Sniffed,
  STILL_SEEKING,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask } from './define-task.ts'
import { openUpload, probeSource, refuseIf } from './inspection/open-upload.ts'
import { measureStreams, startReading, tryAudio } from './inspection/read-packets.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

export const inspectSound = defineTask({
  type: 'inspect-sound',
  summary:
    'Finds out about the sound of what was uploaded, by reading all of it, or refuses it; pictures may be missing.',
  resource: 'light',
  priority: 1,
  consumes: {},
  produces: { facts: ARTEFACTS.facts },
  renders: 'still',
  options: z.strictObject({}),
  cost: { fixed: 0.5, perSecond: 0.005 },
  run: async (context) => ({ facts: await inspectUpload(context) }),
})

/** MP3's demuxer takes anything for MP3: it is let near what begins as a sound does. */
const openedAs = (sniffed: Sniffed): Opened => (sniffed === 'audio' ? 'sounds' : 'films')

async function inspectUpload(context: TaskContext): Promise<ArtefactOf<'facts'>> {
  const { sizeBytes, sniffed, header, end } = await openUpload(context, judgeSoundContent)
  refuseIf(end)
  const opened = openedAs(sniffed)
  const probe = await probeSound(context, opened)
  const meters = await startReading(context, opened).ended
  const packets = measureStreams(probe, meters)
  refuseIf(judgeEnd(declaredDurationMs(probe, header), packets.values()))
  const audioDecodes = await tryAudio(context, probe, opened)
  const facts = describeSound({ sizeBytes, probe, packets, audioDecodes })
  if (!facts) throw new TaskFailure('SOURCE_DAMAGED', 'no sound could be decoded')
  refuseIf(judgeFacts(facts))
  return {
    facts,
    seeking: { ...STILL_SEEKING, runUpMs: [] },
    reasonsAgainstRemux: [...reasonsAgainstRemux(facts)],
  }
}

async function probeSound(context: TaskContext, opened: Opened): Promise<ProbeDocument> {
  const probe = await probeSource(context, opened)
  refuseIf(judgeSoundProbe(probe))
  return probe
}
