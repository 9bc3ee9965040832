export { confirmAddress, dropUnconfirmedSignUp } from './confirm-address.ts'
export { SESSIONS_ENDED_CHANNEL, sessionsEnded } from './events.ts'
export { keepLocalMail, type LocalMailRow, listLocalMails } from './local-mail.ts'
export {
  claimDueMails,
  forgetMail,
  keepOutgoingMail,
  type OutgoingMailRow,
  postponeMail,
} from './outgoing-mail.ts'
export {
  endOtherSessions,
  endSession,
  findLivingSessions,
  listSessions,
  noteSeen,
  type SessionOwner,
  type SessionRow,
  shouldNoteSeen,
} from './sessions.ts'
export { SIGN_IN_MODELS, signInTables } from './sign-in-tables.ts'
export {
  type AccountRow,
  ensureAccount,
  findKnownAddresses,
  type SignInUser,
  setAccountRole,
} from './store.ts'
