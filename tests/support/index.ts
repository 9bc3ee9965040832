export { currentInstallation, type Installation } from '../stage/join-system.ts'
export { type OwnSystem, startOwnSystem } from '../stage/start-own-system.ts'
export {
  type Account,
  type Client,
  client,
  fetchFirstSegment,
  linkMailedTo,
  signIn,
  signUp,
  untilStatus,
  uploadFile,
} from './api-client.ts'
export { type CliResult, type CommandEnd, runCli, uploadByCli } from './cli.ts'
export {
  codecClip,
  footageOr,
  gigabyteClip,
  longSmallClip,
  mainClip,
  shortMainClip,
  tenMinuteClip,
  turnedMainClip,
  twoSecondClip,
} from './footage.ts'
export { type GrowingFilm, growFilm } from './growing-film.ts'
export { countFrames, type Probe, probe } from './probe.ts'
export { readyFilm } from './ready-film.ts'
export { REPOSITORY } from './repository.ts'
