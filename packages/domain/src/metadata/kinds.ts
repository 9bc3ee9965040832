import { Prisma } from '@marquee/schema/prisma'
import { type AccountRow, findAccountsByAuthUsers } from '../accounts/store.ts'
import { type ChannelRow, findChannelsByPublicIds } from '../channels/store.ts'
import type { Database } from '../database/create-database.ts'
import { findVideosByPublicIds, VIDEO_CHANNEL_COLUMNS, type VideoRow } from '../videos/store.ts'
import { type Encoded, encode, shapeOf, toDate } from './encoded.ts'
import type { ObjectKind } from './object-cache.ts'

/** A video without its channel's texts, which are an object of their own. */
export function videoKind(database: Database): ObjectKind<VideoRow> {
  return {
    name: 'video',
    shape: shapeOf([...Object.keys(Prisma.VideoScalarFieldEnum), ...Object.keys(VIDEO_CHANNEL_COLUMNS)]),
    versionOf: ({ version }) => version,
    toJson: encode,
    fromJson(json) {
      const row = JSON.parse(json) as Encoded<VideoRow>
      return {
        ...row,
        id: BigInt(row.id),
        channelId: BigInt(row.channelId),
        channel: { ...row.channel, ownerId: BigInt(row.channel.ownerId) },
        createdAt: new Date(row.createdAt),
        updatedAt: new Date(row.updatedAt),
        publishedAt: toDate(row.publishedAt),
        deletedAt: toDate(row.deletedAt),
        purgedAt: toDate(row.purgedAt),
      }
    },
    load: (publicIds) => findVideosByPublicIds(database, publicIds),
  }
}

export function channelKind(database: Database): ObjectKind<ChannelRow> {
  return {
    name: 'channel',
    shape: shapeOf(Object.keys(Prisma.ChannelScalarFieldEnum)),
    versionOf: ({ version }) => version,
    toJson: encode,
    fromJson(json) {
      const row = JSON.parse(json) as Encoded<ChannelRow>
      return {
        ...row,
        id: BigInt(row.id),
        ownerId: BigInt(row.ownerId),
        createdAt: new Date(row.createdAt),
      }
    },
    load: (publicIds) => findChannelsByPublicIds(database, publicIds),
  }
}

/** By the sign-in library's id of the person, since that is what a session names. */
export function accountKind(database: Database): ObjectKind<AccountRow> {
  return {
    name: 'account',
    shape: shapeOf(Object.keys(Prisma.AccountScalarFieldEnum)),
    versionOf: ({ version }) => version,
    toJson: encode,
    fromJson(json) {
      const row = JSON.parse(json) as Encoded<AccountRow>
      return { ...row, id: BigInt(row.id), createdAt: new Date(row.createdAt) }
    },
    load: (authUserIds) => findAccountsByAuthUsers(database, authUserIds),
  }
}
