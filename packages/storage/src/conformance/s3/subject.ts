import type { S3Client } from '@aws-sdk/client-s3'
import type { Wire } from './wire.ts'

/** Where an S3 server is and who may use it. */
export interface S3Account {
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string }
}

/** A running server and one empty bucket of it. */
export interface S3Subject {
  account: S3Account
  bucket: string
  /** Kills the server with SIGKILL in whatever it does and starts it again on the same data; the new account. */
  killAndRestart?(): Promise<S3Account>
  /** The most memory that the server has had since its start, in kB. */
  peakResidentKb?(): number
  /** How long one day of a lifecycle takes here, in milliseconds. */
  lifecycleDayMs?: number
  /** Removes the bucket and stops what was started. */
  close(): Promise<void>
}

/** A server to be judged; what only a server of our own can be asked is asked where it is stated here. */
export interface S3Candidate {
  name: string
  start(): Promise<S3Subject>
  /** It can be killed and started again. */
  killable: boolean
  /** Its memory can be read. */
  measurable: boolean
  /** Pages of ALLOWED_ORIGINS are let in by rules of the bucket; else they are when it starts. */
  takesCorsRules: boolean
  /** Its lifecycle has short days. */
  shortDays: boolean
  /**
   * Tests that this server is known to fail, by name, and what it does instead. Each must really fail: one that passes
   * fails the suite, so that the list stays true.
   */
  differences: Readonly<Record<string, string>>
}

/** The first is exact, the second has a star inside. */
export const ALLOWED_ORIGINS = ['http://localhost:3000', 'https://*.marquee.example'] as const

/** What a group of tests works with. */
export interface S3Bench {
  subject: S3Subject
  bucket: string
  /** Keys of this group begin with it. */
  prefix: string
  /** The SDK, with one attempt a call and checksums only where S3 requires them. */
  client: S3Client
  /** For what the SDK would not send. */
  wire: Wire
}

/** Registers one test under a name that no other has. */
export type Check = (name: string, test: () => Promise<void>, timeoutMs?: number) => void

/** Registers a group of tests. */
export type Behaviour = (suite: { check: Check; bench: () => S3Bench }) => void
