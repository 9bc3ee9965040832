import {
  flag,
  originsEnvironment,
  PLAYBACK_LIFE_S,
  playbackEnvironment,
  port,
  programEnvironment,
  proxyEnvironment,
  secret,
  writingEnvironment,
} from '@marquee/service'
import { z } from 'zod'
import { AUDIENCES } from './graphql/audience.ts'

/** Everything the API reads from its environment; docs/operations says what each is for. */
export const apiEnvironment = z
  .object({
    ...programEnvironment,
    ...writingEnvironment,
    ...originsEnvironment,
    ...playbackEnvironment,
    ...proxyEnvironment,
    PLAYBACK_TOKEN_SECONDS: z.coerce.number().int().min(12).max(PLAYBACK_LIFE_S).default(PLAYBACK_LIFE_S),
    API_PORT: port.default(4000),
    /** 0: no port of its own for operators. */
    API_HEALTH_PORT: port.default(0),
    API_MAX_CONNECTIONS: z.coerce.number().int().min(1).default(10_000),
    API_MAX_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(250),
    API_ACCOUNT_BUDGET: z.coerce.number().int().nonnegative().default(2_000_000),
    API_ADDRESS_BUDGET: z.coerce.number().int().nonnegative().default(20_000_000),
    API_FREE_DOCUMENTS: z.enum(AUDIENCES).default('everyone'),
    API_INTROSPECTION: z.enum(AUDIENCES).default('everyone'),
    AUTH_SECRET: secret,
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
    MAIL_FROM: z.string().default('Marquee <marquee@localhost>'),
    LOCAL_MAILBOX: flag.default(false),
    MARQUEE_DEMO: flag.default(false),
  })
  .refine(({ SMTP_URL, LOCAL_MAILBOX }) => SMTP_URL !== undefined || LOCAL_MAILBOX, {
    path: ['SMTP_URL'],
    error: 'nobody could confirm an address: set it, or LOCAL_MAILBOX on a machine of your own',
  })

export type ApiEnvironment = z.output<typeof apiEnvironment>
