import './schema.ts'

export { type CountRequest, createRequestCounter } from './count-requests.ts'
export { CLIENT_ADDRESS_HEADER, createSignIn, type SignIn } from './create-sign-in.ts'
export { ViewerRef } from './schema.ts'
