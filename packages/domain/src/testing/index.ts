export { openChannel, type TestChannel } from './open-channel.ts'
export { readWholeRun } from './read-whole-run.ts'
export { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from './sample-pipeline.ts'
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
