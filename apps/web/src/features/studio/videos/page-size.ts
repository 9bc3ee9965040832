/** Rows a page; at 44 px it is more than a screen. */
export const PAGE_SIZE = 30
