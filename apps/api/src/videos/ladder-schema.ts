import type { ReportedLadder } from '@marquee/domain/pipeline'
import type { ChosenRung, RungFigures } from '@marquee/media'
import { builder } from '../schema/index.ts'

const UnmeasuredReasonRef = builder.enumType('UnmeasuredReason', {
  description: 'Why nothing of a film was measured, so that it is made in the usual sizes.',
  values: {
    TOO_SHORT: { value: 'too-short', description: 'Measuring would cost more than it could save.' },
    TOO_SMALL: { value: 'too-small', description: 'Too small for the codec.' },
    NOT_SOUGHT: { value: 'not-sought', description: 'Scenes of such a file cannot be read by themselves.' },
    PICTURES_STAND: { value: 'pictures-stand', description: 'Its pictures stand longer than a scene.' },
    KEYFRAMES_APART: { value: 'keyframes-apart', description: 'Its keyframes lie too far apart.' },
    BLANK: { value: 'blank', description: 'Most of it is blank.' },
    FAILED: { value: 'failed', description: 'Its scenes could not be encoded or compared.' },
  } as const,
})

const SizeFiguresRef = builder.objectRef<RungFigures>('SizeFigures').implement({
  description: 'What one size takes in the scenes that were measured.',
  fields: (t) => ({
    crf: t.exposeFloat('crf', {
      description: 'The encoder’s quality setting: higher is fewer bits, and worse.',
    }),
    kbps: t.exposeFloat('kbps', { description: 'Kilobits a second.' }),
    ssim: t.exposeFloat('ssim', { description: 'Likeness to the source, 0 to 1; mean of the scenes.' }),
  }),
})

const MeasuredSizeRef = builder.objectRef<ChosenRung>('MeasuredSize').implement({
  description: 'A size of the usual ladder, and what was chosen for this film.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '"1080p", …, as in `Rendition`.' }),
    usual: t.field({ type: SizeFiguresRef, description: 'As usual.', resolve: ({ usual }) => usual }),
    chosen: t.field({
      type: SizeFiguresRef,
      nullable: true,
      description: 'As chosen; null where the size is left out.',
      resolve: ({ chosen }) => chosen,
    }),
  }),
})

export const LadderReportRef = builder.objectRef<ReportedLadder>('LadderReport').implement({
  description:
    'What measuring a few scenes of a film said of the sizes it is made in. Figures are of these scenes, not of the whole film.',
  fields: (t) => ({
    scenes: t.int({
      description: 'How many were measured; 0 where none was, and the usual sizes are made.',
      resolve: ({ scenesAtMs }) => scenesAtMs.length,
    }),
    unmeasured: t.field({
      type: UnmeasuredReasonRef,
      nullable: true,
      description: 'Why none was measured; null where some were, or nobody noted why.',
      resolve: ({ unmeasured }) => unmeasured,
    }),
    saved: t.float({
      nullable: true,
      description:
        'Share of the bytes of all usual sizes together that is saved where the film is made so, up to 1; null where nothing was measured.',
      resolve: ({ choice }) => choice?.saved,
    }),
    followed: t.exposeBoolean('followed', {
      nullable: true,
      description:
        'Whether the film is made so: false where its pipeline asks for other sizes, or for the usual ones, and `saved` is what would have been; null until that is settled, and where nothing was measured.',
    }),
    ssim: t.float({
      nullable: true,
      description: 'Likeness to the source of the highest size that is made, 0 to 1.',
      resolve: ({ choice }) => choice?.ssim,
    }),
    usualSsim: t.float({
      nullable: true,
      description: 'Of the highest size that is usual, 0 to 1.',
      resolve: ({ choice }) => choice?.usualSsim,
    }),
    sizes: t.field({
      type: [MeasuredSizeRef],
      description: 'The usual sizes, highest first; empty where nothing was measured.',
      resolve: ({ choice }) => [...(choice?.rungs ?? [])],
    }),
  }),
})
