export {
  type ClientAddresses,
  createClientAddresses,
  type FindClientAddress,
  PROXY_SECRET_HEADER,
  proxyEnvironment,
  type TrustedProxies,
} from './addresses/client-address.ts'
export { networkOf } from './addresses/network-of.ts'
export {
  EnvironmentError,
  type EnvironmentSource,
  EXIT_CONFIG,
  parseEnvironment,
  readEnvironment,
} from './environment/read-environment.ts'
export {
  databaseEnvironment,
  flag,
  loggingEnvironment,
  originsEnvironment,
  playbackEnvironment,
  port,
  programEnvironment,
  redisEnvironment,
  secret,
  storageEnvironment,
  writingEnvironment,
} from './environment/shared-environment.ts'
export { answerOperations, type Operations } from './health/answer-operations.ts'
export {
  type CheckReport,
  createHealth,
  type Health,
  type HealthCheck,
  type HealthOptions,
  type HealthReport,
} from './health/create-health.ts'
export { type OperationsServer, serveOperations } from './health/serve-operations.ts'
export { createBoundedServer, type Patience } from './http/create-bounded-server.ts'
export { drainServer } from './http/drain-server.ts'
export {
  type Admission,
  type ConnectionLimits,
  limitConnections,
  TOO_MANY_CONNECTIONS,
} from './http/limit-connections.ts'
export { type ObserveRequest, type ObserverOptions, observeRequests } from './http/observe-requests.ts'
export { refuseUpgrade } from './http/refuse-upgrade.ts'
export { createLogger, type Logger, type LoggerOptions } from './logging/create-logger.ts'
export { type LogFields, logWith } from './logging/log-fields.ts'
export { redactLine } from './logging/redact-line.ts'
export { type CountedRequest, countRequests, type RequestCounter } from './metrics/count-requests.ts'
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  type Metrics,
} from './metrics/create-metrics.ts'
export {
  type PlaybackGrant,
  type PlaybackPurpose,
  type PlaybackSharing,
  type PlaybackTokenToSign,
  type PlaybackTokenToVerify,
  type PlaybackVerdict,
  signPlaybackToken,
  verifyPlaybackToken,
} from './playback/playback-token.ts'
export {
  downloadUrl,
  PLAYBACK_LIFE_S,
  type PlaybackLocation,
  playbackExpiry,
  playbackUrl,
  readTitle,
} from './playback/playback-url.ts'
export { crashOnUncaught } from './shutdown/crash-on-uncaught.ts'
export { onShutdown, type ShutDown, type ShutdownOptions, type ShutdownStep } from './shutdown/on-shutdown.ts'
export {
  startTracing,
  type Tracing,
  type TracingSettings,
  tracingEnvironment,
} from './tracing/start-tracing.ts'
export {
  currentRequestId,
  currentTrace,
  currentTraceparent,
  formatTraceparent,
  namedTrace,
  newTrace,
  parseTraceparent,
  runInTrace,
  type TraceContext,
  traceOfHeaders,
} from './tracing/trace-context.ts'
export { type OpenSpan, type SpanAttributes, type SpanOptions, withSpan } from './tracing/with-span.ts'
