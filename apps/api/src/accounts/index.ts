import './schema.ts'

export { createSignIn, type SignIn } from './create-sign-in.ts'
export { CLIENT_ADDRESS_HEADER } from './guard-requests.ts'
export { ViewerRef } from './schema.ts'
