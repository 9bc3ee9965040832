export { SIGN_IN_MODELS, signInTables } from './sign-in-tables.ts'
export {
  type AccountRow,
  ensureAccount,
  findKnownAddresses,
  type SignInUser,
  setAccountRole,
} from './store.ts'
