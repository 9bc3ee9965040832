import './schema.ts'
import './sessions-schema.ts'

export { createSignIn, type SignIn } from './create-sign-in.ts'
export { CLIENT_ADDRESS_HEADER } from './guard-requests.ts'
export { TOO_MANY_ATTEMPTS } from './limit-attempts.ts'
export { createMailer } from './mail/mailer.ts'
export { ViewerRef } from './schema.ts'
export { createSessionWatch, type SessionWatch } from './watch-sessions.ts'
