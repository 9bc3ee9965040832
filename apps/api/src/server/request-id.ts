/** The id of the HTTP request that is being answered; a new one outside of any. */
export { currentRequestId } from '@marquee/service'
