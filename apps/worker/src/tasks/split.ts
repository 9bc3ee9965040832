import { ARTEFACTS, type ArtefactOf, DETAIL_LIMIT } from '@marquee/jobs'
import {
  type Chunk,
  chunkToTry,
  createCutTrialReader,
  cutTrialArguments,
  type DamageWatch,
  followLadder,
  inOnePiece,
  MEZZANINE,
  PICTURE_CODECS,
  planChunks,
  SEEKABLE_COPY_FILE,
  type SeekFacts,
  SOUND_CODECS,
  type SourceFacts,
  type SourceReport,
  STREAM_HEAD,
  seekability,
  seekFactsOfCopy,
  selectRungs,
  type TemporaryObject,
  USUAL_CODEC,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { defineTask, one, optional } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { makeSeekableCopy } from './make-seekable-copy.ts'
import { announceStream } from './stream/announce-stream.ts'
import { chooseHardware } from './stream/choose-hardware.ts'
import type { TaskContext } from './task-context.ts'
import { asTaskFailure, TaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** What the film is encoded in, each by an encode of its own; the first is what viewers get while it grows. */
  codecs: z.array(z.enum(PICTURE_CODECS)).min(1).default([USUAL_CODEC]),
  /** Pixels of the shorter side of the largest rung, at most. */
  maxShortSide: z.int().positive().optional(),
  /** How many rungs of each codec at most, from the largest. */
  rungs: z.int().positive().optional(),
  /** Codecs of the sound, the one that players take by themselves first. */
  sounds: z.array(z.enum(SOUND_CODECS)).min(1).default(['aac']),
  /** Kilobits a second of stereo, instead of what is usual for its codec. */
  soundKbps: z.int().min(32).max(320).optional(),
  /** False encodes every film in one piece: on a single machine it costs as much, and the first picture is there last. */
  chunked: z.boolean().default(true),
  /** The film at its own size and rate besides, in H.264 and nearly without loss. */
  mezzanine: z.boolean().default(false),
  /** Whether hardware may encode it where there is some. */
  hardware: z.enum(['auto', 'never']).default('auto'),
})

export const split = defineTask({
  type: 'split',
  summary: 'Plans the chunks of a film, and announces the stream that they will become.',
  resource: 'light',
  priority: 1,
  consumes: { facts: one(ARTEFACTS.facts), ladder: optional(ARTEFACTS.ladder) },
  produces: { chunks: ARTEFACTS.chunks, stream: ARTEFACTS.stream },
  options,
  requiredItems: [{ option: 'mezzanine', list: 'codecs', item: MEZZANINE.codec }],
  cost: { fixed: 0.3 },
  run: async (context, { facts: report, ladder }, asked) => {
    const { chunked, codecs, sounds, soundKbps, hardware, ...part } = asked
    const chunks = chunked ? await planFilm(context, report) : wholeFilm(report)
    const chosen = ladder?.choice?.rungs ?? []
    const rungs = codecs.flatMap((codec) =>
      followLadder(selectRungs(report.facts, { codec, ...part }), chosen),
    )
    if (rungs.length === 0)
      throw new TaskFailure('SOURCE_TOO_SMALL_PICTURE', `the film is too small for ${codecs.join(', ')}`)
    // What a ladder was measured with, and what is nearly without loss, is x264's quality.
    const mayUseHardware = hardware === 'auto' && !part.mezzanine && chosen.length === 0
    const encoder = mayUseHardware
      ? await chooseHardware(context, rungs, report.facts.video)
      : { preset: context.preset }
    const { preset } = encoder
    const head = announceStream(report, rungs, { preset, sounds: [...new Set(sounds)], soundKbps })
    await context.stores.transcoded.put(`${context.revisionPrefix}${STREAM_HEAD}`, JSON.stringify(head), {
      contentType: 'application/json',
      signal: context.signal,
    })
    return { chunks, stream: { revision: context.revision, ...encoder, rungs, head } }
  },
})

/** What the encodes of a film read: where its chunks are, and the file in which they can be sought. */
async function planFilm(context: TaskContext, report: SourceReport): Promise<ArtefactOf<'chunks'>> {
  const chunks = planChunks(report.facts, report.seeking)
  const tried = chunkToTry(chunks)
  if (!tried) return wholeFilm(report)
  await fetchSource(context)
  const cut = await cutFilm(context, report, chunks, tried).catch((error: unknown) => {
    context.signal.throwIfAborted()
    return asTaskFailure(error).message
  })
  return typeof cut === 'string' ? wholeFilm(report, cut) : cut
}

/** One chunk, of the source itself: what it takes no preparation for. */
function wholeFilm({ facts, seeking }: SourceReport, why?: string): ArtefactOf<'chunks'> {
  return {
    chunks: [...inOnePiece(facts)],
    seeking: { ...seeking, runUpMs: [] },
    copy: null,
    damage: 'counted',
    ...(why !== undefined && { remark: `Encoded in one piece. ${why}`.slice(0, DETAIL_LIMIT) }),
  }
}

/** Answers in words why the film cannot be sought in after all. */
async function cutFilm(
  context: TaskContext,
  { facts, seeking }: SourceReport,
  chunks: readonly Chunk[],
  tried: Chunk,
): Promise<ArtefactOf<'chunks'> | string> {
  const film = await seekableFilm(context, facts, seeking)
  const damage = await tryCut(context, film, tried)
  if (damage === null) return `Nothing that stands at ${tried.startMs} ms is found by seeking.`
  return {
    chunks: [...chunks],
    // Its run-ups were for the plan: ten hours of them need not go along with every chunk.
    seeking: { ...film.seeking, runUpMs: [] },
    copy: film.copy,
    damage,
  }
}

interface SeekableFilm {
  readonly file: string
  readonly facts: SourceFacts
  readonly seeking: SeekFacts
  readonly copy: TemporaryObject | null
}

async function seekableFilm(
  context: TaskContext,
  facts: SourceFacts,
  seeking: SeekFacts,
): Promise<SeekableFilm> {
  if (seekability(facts) !== 'copy') return { file: SOURCE_FILE, facts, seeking, copy: null }
  return {
    file: SEEKABLE_COPY_FILE,
    facts: { ...facts, video: { ...facts.video, index: 0 } },
    seeking: seekFactsOfCopy(seeking),
    copy: await makeSeekableCopy(context, facts, `${context.temporaryPrefix}${SEEKABLE_COPY_FILE}`),
  }
}

/** Whether damage can be told from what an open GOP lacks where decoding begins in its middle; null where nothing can be decoded there. */
async function tryCut(
  { programs }: TaskContext,
  film: SeekableFilm,
  chunk: Chunk,
): Promise<DamageWatch | null> {
  const { file, facts, seeking } = film
  for (const damage of ['counted', 'concealed'] as const) {
    const trial = createCutTrialReader({ facts, seeking, chunk })
    const args = cutTrialArguments({ source: file, facts, seeking, chunk, damage })
    const { end } = await programs.run('ffmpeg', args, {
      onLine: trial.read,
      // It shares the machine with what makes the video watchable.
      limits: { nice: NICE.awaited },
    })
    if (end.kind === 'exited' && end.code === 0 && trial.hasReached()) return damage
  }
  return null
}
