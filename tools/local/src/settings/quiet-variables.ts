/** What keeps the tools we stand on from advertising, or phoning home, in every log. */
export const QUIET_VARIABLES = {
  NEXT_TELEMETRY_DISABLED: '1',
  /** Its advice about Node 22; the versions are pinned, and known to run on Node 20. */
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const
