export * from './captions/caption-language.ts'
export * from './captions/captions-arguments.ts'
export * from './captions/choose-captions.ts'
export type * from './captions/cue.ts'
export * from './captions/read-captions.ts'
export * from './captions/write-vtt.ts'
export type * from './chunks/chunk.ts'
export { describeSeeking, seekFactsOfCopy } from './chunks/describe-seeking.ts'
export { framesOf, keepsTimestamps, pictureTimescale } from './chunks/picture-clock.ts'
export * from './chunks/plan-chunks.ts'
export type * from './chunks/seek-facts.ts'
export * from './chunks/seekability.ts'
export * from './cmaf/announced-codec.ts'
export * from './cmaf/check-chunk.ts'
export * from './cmaf/cmaf-failure.ts'
export * from './cmaf/cut-segments.ts'
export { describeInitialization, type TrackDescription } from './cmaf/initialization.ts'
export * from './cmaf/segment-cuts.ts'
export * from './errors/error-table.ts'
export {
  type EncodeAudioRequest,
  encodeAudioArguments,
  type GainedSound,
  soundFile,
} from './ffmpeg/audio-arguments.ts'
export * from './ffmpeg/encode-arguments.ts'
export {
  chunkToTry,
  createCutTrialReader,
  cutTrialArguments,
  type DamageWatch,
  type EncodeChunkRequest,
  encodeChunkArguments,
} from './ffmpeg/encode-chunk-arguments.ts'
export * from './ffmpeg/inspect-arguments.ts'
export * from './ffmpeg/loudness.ts'
export * from './ffmpeg/loudness-arguments.ts'
export * from './ffmpeg/package-arguments.ts'
export * from './ffmpeg/poster-arguments.ts'
export * from './ffmpeg/read-progress.ts'
export * from './ffmpeg/remux-arguments.ts'
export * from './ffmpeg/seekable-copy-arguments.ts'
export * from './ffmpeg/storyboard-arguments.ts'
export * from './hls/parse-playlist.ts'
export * from './ladder/ladder.ts'
export * from './ladder/select-rungs.ts'
export * from './ladder/select-sounds.ts'
export * from './lifecycle/video-status.ts'
export type * from './pipeline/artefacts.ts'
export * from './pipeline/catalogue.ts'
export type { Conditions } from './pipeline/conditions.ts'
export type * from './pipeline/definition.ts'
export { type Demands, joinDemands } from './pipeline/demands.ts'
export { estimateCost } from './pipeline/estimate-cost.ts'
export * from './pipeline/overall-progress.ts'
export * from './pipeline/plan-pipeline.ts'
export {
  type PipelineProblem,
  type PipelineProblemCode,
  validatePipeline,
} from './pipeline/validate-pipeline.ts'
export * from './playback/denial.ts'
export * from './publication/check-publication.ts'
export * from './remux/judge-remux.ts'
export { type AssumedSource, assumeFacts, TYPICAL_SOURCE } from './source/assume-facts.ts'
export * from './source/choose-streams.ts'
export * from './source/decoded-frame.ts'
export { describeSource, type Observations } from './source/describe-source.ts'
export * from './source/judge-source.ts'
export * from './source/limits.ts'
export * from './source/measure-packets.ts'
export type * from './source/probe-document.ts'
export { formatRational, toNumber } from './source/rational.ts'
export { statedAsfSize } from './source/read-asf.ts'
export * from './source/read-boxes.ts'
export * from './source/sniff-content.ts'
export type * from './source/source-facts.ts'
export * from './storyboard/plan-storyboard.ts'
export * from './streams/compose-stream.ts'
export * from './streams/stream-head.ts'
export * from './streams/stream-names.ts'
export * from './streams/stream-part.ts'
export * from './streams/stream-text.ts'
export type { GrowthTimes } from './streams/write-dash-manifest.ts'
