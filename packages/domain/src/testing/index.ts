export { openChannel, type TestChannel } from './open-channel.ts'
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
