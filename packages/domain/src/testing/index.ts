export { openChannel, type TestChannel } from './open-channel.ts'
export { readRun } from './read-run.ts'
export { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from './sample-pipeline.ts'
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
