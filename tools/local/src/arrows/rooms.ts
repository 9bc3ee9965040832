/** Every room, and the rooms it may import (DESIGN.md, «Arrows»). A room that is not here may not exist. */
export const ARROWS: Record<string, readonly string[]> = {
  // Its server is a Node program like the others; its pages never import `service`.
  'apps/web': ['ui', 'player', 'uploader', 'schema', 'service'],
  'apps/tv': ['ui', 'player', 'uploader', 'schema'],
  'apps/cli': ['ui', 'player', 'uploader', 'schema'],
  'apps/api': ['domain', 'jobs', 'storage', 'media', 'service', 'schema'],
  'apps/worker': ['domain', 'jobs', 'storage', 'media', 'service', 'schema'],
  'apps/edge': ['storage', 'media', 'service'],
  'packages/domain': ['media', 'schema'],
  'packages/jobs': ['media', 'schema'],
  'packages/player': ['media'],
  'packages/uploader': ['media'],
  'packages/media': [],
  'packages/storage': [],
  'packages/service': [],
  'packages/schema': [],
  'packages/ui': [],
  'tools/local': ['schema', 'service', 'storage'],
  // Outside of the product: they look at all rooms and nothing imports them.
  tests: ['media', 'schema', 'storage', 'service', 'uploader', 'player', 'domain'],
  bench: ['media', 'schema', 'storage', 'service', 'uploader', 'player', 'domain', 'jobs', 'tests'],
}

/** Rooms that may speak SQL: who owns the tables, who owns their contract, and who creates the database. */
export const SQL_ROOMS: readonly string[] = ['packages/domain', 'packages/schema', 'tools/local']

/** What speaking SQL takes. */
export const SQL_MODULES = /^(pg|@prisma\/.+|@marquee\/schema\/prisma)$/

/** Folders of apps/api/src that are no slices: `schema` is a leaf, `server` alone joins the slices. */
export const API_NO_SLICES: readonly string[] = ['schema', 'server', 'bin', 'testing']
