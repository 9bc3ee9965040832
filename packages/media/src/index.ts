export * from './captions/caption-language.ts'
export * from './captions/captions-arguments.ts'
export * from './captions/choose-captions.ts'
export type * from './captions/cue.ts'
export * from './captions/read-captions.ts'
export * from './captions/write-vtt.ts'
export type * from './chunks/chunk.ts'
export { describeSeeking, seekFactsOfCopy } from './chunks/describe-seeking.ts'
export { atRateOf, framesOf, pictureTimescale } from './chunks/picture-clock.ts'
export * from './chunks/plan-chunks.ts'
export type * from './chunks/seek-facts.ts'
export * from './chunks/seekability.ts'
export * from './cmaf/announced-codec.ts'
export * from './cmaf/check-chunk.ts'
export * from './cmaf/cmaf-failure.ts'
export * from './cmaf/cut-segments.ts'
export { describeInitialization, type TrackDescription } from './cmaf/initialization.ts'
export * from './cmaf/segment-cuts.ts'
export * from './downloads/attachment.ts'
export * from './downloads/choose-downloads.ts'
export * from './downloads/download-path.ts'
export * from './downloads/file-name.ts'
export * from './errors/error-table.ts'
export {
  type EncodeAudioRequest,
  encodeAudioArguments,
  type GainedSound,
  soundFile,
} from './ffmpeg/audio-arguments.ts'
export * from './ffmpeg/bare-encode-arguments.ts'
export { DAMAGED_EXIT } from './ffmpeg/count-damage.ts'
export * from './ffmpeg/decode-trial-arguments.ts'
export {
  chunkToTry,
  createCutTrialReader,
  cutTrialArguments,
  type DamageWatch,
  type EncodeChunkRequest,
  encodeChunkArguments,
  renditionFile,
} from './ffmpeg/encode-chunk-arguments.ts'
export * from './ffmpeg/encoder-trial.ts'
export {
  HARDWARE_CODEC,
  HARDWARE_ENCODERS,
  type HardwareEncoder,
  presetOnHardware,
  RENDER_NODE,
  reservesAddresses,
  VAAPI,
} from './ffmpeg/hardware-encoders.ts'
export * from './ffmpeg/inspect-arguments.ts'
export * from './ffmpeg/join-arguments.ts'
export { createLoudnessReader, gainOf, type Loudness, type LoudnessReader } from './ffmpeg/loudness.ts'
export * from './ffmpeg/loudness-arguments.ts'
export * from './ffmpeg/package-arguments.ts'
export * from './ffmpeg/picture-encoders.ts'
export * from './ffmpeg/poster-arguments.ts'
export * from './ffmpeg/probe-arguments.ts'
export * from './ffmpeg/read-progress.ts'
export * from './ffmpeg/remux-arguments.ts'
export * from './ffmpeg/seekable-copy-arguments.ts'
export * from './ffmpeg/still-arguments.ts'
export * from './ffmpeg/storyboard-arguments.ts'
export * from './ffmpeg/whole-part-arguments.ts'
export * from './hls/parse-playlist.ts'
export * from './ladder/choose-ladder.ts'
export * from './ladder/choose-scenes.ts'
export * from './ladder/frame-rate.ts'
export * from './ladder/ladder.ts'
export * from './ladder/select-rungs.ts'
export * from './ladder/select-sounds.ts'
export * from './lifecycle/video-status.ts'
export type * from './pipeline/artefacts.ts'
export * from './pipeline/catalogue.ts'
export type { Asked, Conditions } from './pipeline/conditions.ts'
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
export * from './poster/pick-candidates.ts'
export * from './poster/uploaded-picture.ts'
export * from './publication/check-publication.ts'
export * from './remux/judge-remux.ts'
export { type AssumedSource, assumeFacts, TYPICAL_SOURCE } from './source/assume-facts.ts'
export * from './source/choose-streams.ts'
export { createPictureCollector, type Pictures } from './source/collect-pictures.ts'
export * from './source/decoded-frame.ts'
export { describeSound, describeSource, type Observations } from './source/describe-source.ts'
export { growingFloats } from './source/growing-array.ts'
export * from './source/judge-source.ts'
export * from './source/limits.ts'
export * from './source/measure-packets.ts'
export type * from './source/probe-document.ts'
export { formatRational, toNumber } from './source/rational.ts'
export { statedAsfSize } from './source/read-asf.ts'
export * from './source/read-boxes.ts'
export { statedWaveSize } from './source/read-wave.ts'
export * from './source/sniff-content.ts'
export type * from './source/source-facts.ts'
export { findWholePart, SHORTEST_WHOLE_PART, type WholePart } from './source/whole-part.ts'
export * from './still/choose-cover.ts'
export * from './still/draw-waveform.ts'
export * from './still/still-facts.ts'
export * from './still/sum-energy.ts'
export * from './storyboard/plan-storyboard.ts'
export * from './streams/compose-stream.ts'
export * from './streams/sound-parts.ts'
export * from './streams/stream-head.ts'
export * from './streams/stream-names.ts'
export * from './streams/stream-part.ts'
export * from './streams/stream-text.ts'
export type { GrowthTimes } from './streams/write-dash-manifest.ts'
export { WATERMARK_FILE } from './watermark/draw-watermark.ts'
export * from './watermark/watermark.ts'
