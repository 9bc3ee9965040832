/** Why a request is not answered as it was put, and what the caller can do; `status` is of an answer in the modern media type. */
interface Refusal {
  readonly status: 200 | 400 | 405 | 406 | 413 | 415 | 429 | 503
  readonly message: string
}

/** Codes of `errors[].extensions.code`, never renamed; docs/operations/errors.md is held against this. */
export const REFUSALS = {
  BAD_REQUEST: {
    status: 400,
    message: 'This is no GraphQL request: send JSON with `query` or `documentId`.',
  },
  PREFLIGHT_REQUIRED: {
    status: 400,
    message:
      'Any page could have sent this request. Send `content-type: application/json`, or the header `apollo-require-preflight: 1`.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    message: 'Accept `application/graphql-response+json` or `application/json`.',
  },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Send `content-type: application/json`, in UTF-8.' },
  GRAPHQL_PARSE_FAILED: { status: 400, message: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    message:
      '`operationName` names no operation of the document, or is missing where the document has several.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    message: 'A mutation needs POST; nothing else than GET and POST is taken.',
  },
  SUBSCRIPTION_OVER_HTTP: {
    status: 400,
    message: 'Subscriptions go over WebSocket, protocol graphql-transport-ws, at this same path.',
  },
  QUERY_TOO_LONG: { status: 400, message: 'The document has too many tokens. Ask for less at once.' },
  QUERY_TOO_MANY_ALIASES: {
    status: 400,
    message: 'The document has too many aliases. Ask in several requests, or use `nodes(ids:)`.',
  },
  QUERY_TOO_DEEP: { status: 400, message: 'The selections nest too deep. Ask in several requests.' },
  QUERY_TOO_COMPLEX: {
    status: 400,
    message: 'This operation asks for too much at once. Ask for smaller pages or fewer fields.',
  },
  RATE_LIMITED: { status: 429, message: 'The budget of this minute is spent. Wait, or ask for less.' },
  INTROSPECTION_REFUSED: {
    status: 400,
    message: 'This installation does not show its schema to you. Sign in, or read the published schema.',
  },
  DOCUMENT_NOT_FOUND: {
    status: 400,
    message: 'No document is known by this id. Send its text, or reload the page.',
  },
  DOCUMENT_REFUSED: {
    status: 400,
    message: 'This installation answers you registered documents alone. Sign in, or send a `documentId`.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 400,
    message: 'Documents are registered when an application is built, not by requests. Send the text.',
  },
  BAD_USER_INPUT: { status: 400, message: 'A variable or an argument does not fit its type.' },
  PAGE_SIZE_INVALID: {
    status: 200,
    message: 'A connection needs `first` or `last`, not both, from 1 to 100.',
  },
  CURSOR_INVALID: { status: 200, message: 'This cursor is not one of ours. Begin again without it.' },
  UNAUTHENTICATED: { status: 200, message: 'Sign in first.' },
  VIDEO_NOT_FOUND: { status: 200, message: 'This video does not exist, or is not yours.' },
  SERVICE_UNAVAILABLE: { status: 503, message: 'This cannot be answered right now. Try again in a moment.' },
  TOO_MANY_SUBSCRIPTIONS: { status: 400, message: 'Too many operations at once on one connection.' },
} as const satisfies Record<string, Refusal>

export type RefusalCode = keyof typeof REFUSALS
