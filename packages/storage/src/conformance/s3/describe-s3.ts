import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyBehaviour } from './bodies.ts'
import { checksumBehaviour } from './checksums.ts'
import { conditionBehaviour } from './conditions.ts'
import { copyBehaviour } from './copies.ts'
import { corsBehaviour } from './cors.ts'
import { deletionBehaviour } from './deletions.ts'
import { headerBehaviour } from './headers.ts'
import { keyBehaviour } from './keys.ts'
import { killBehaviour } from './kills.ts'
import { largeBehaviour } from './large.ts'
import { lifecycleBehaviour } from './lifecycle.ts'
import { listingBehaviour } from './listing.ts'
import { partBehaviour } from './parts.ts'
import { postBehaviour } from './post.ts'
import { rangeBehaviour } from './ranges.ts'
import { signatureBehaviour } from './signatures.ts'
import type { Behaviour, Check, S3Account, S3Bench, S3Candidate, S3Subject } from './subject.ts'
import { tagBehaviour } from './tags.ts'
import { createWire } from './wire.ts'

/** A cluster may stand behind it. */
const START_WITHIN_MS = 180_000

/**
 * Registers with vitest what Marquee needs of S3, on the wire: through the SDK, and by hand where the SDK would not
 * misbehave. The same tests judge the embedded store, Ceph, and whatever `npm run test:s3 -- --endpoint` names.
 */
export function describeS3(candidate: S3Candidate): void {
  describe(`S3: ${candidate.name}`, () => {
    let subject: S3Subject
    let tools: Pick<S3Bench, 'client' | 'wire'> & { account: S3Account }

    beforeAll(async () => {
      subject = await candidate.start()
    }, START_WITHIN_MS)
    afterAll(async () => {
      tools?.client.destroy()
      await subject?.close()
    }, START_WITHIN_MS)

    /** New after a restart, which may have moved the server to another port. */
    function currentTools() {
      if (tools?.account !== subject.account) tools = { account: subject.account, ...makeTools(subject) }
      return tools
    }

    const named = new Set<string>()
    const check = checkAgainst(candidate.differences, named)
    for (const [group, behaviour] of Object.entries(groupsFor(candidate))) {
      const bench = () => ({ subject, bucket: subject.bucket, prefix: group, ...currentTools() })
      describe(group, () => behaviour({ check, bench }))
    }
    it('each known difference is that of a test', () => {
      expect(Object.keys(candidate.differences).filter((name) => !named.has(name))).toEqual([])
    })
  })
}

function groupsFor({
  killable,
  measurable,
  shortDays,
  takesCorsRules,
}: S3Candidate): Record<string, Behaviour> {
  return {
    headers: headerBehaviour,
    bodies: bodyBehaviour,
    checksums: checksumBehaviour,
    ranges: rangeBehaviour,
    keys: keyBehaviour,
    listing: listingBehaviour,
    deletions: deletionBehaviour,
    parts: partBehaviour,
    copies: copyBehaviour,
    post: postBehaviour,
    conditions: conditionBehaviour,
    cors: corsBehaviour(takesCorsRules),
    tags: tagBehaviour,
    signatures: signatureBehaviour,
    lifecycle: lifecycleBehaviour(shortDays),
    ...(killable ? { kills: killBehaviour } : {}),
    large: largeBehaviour(measurable),
  }
}

function checkAgainst(differences: S3Candidate['differences'], named: Set<string>): Check {
  return (name, test, timeoutMs) => {
    named.add(name)
    const difference = differences[name]
    if (difference === undefined) it(name, test, timeoutMs)
    else it.fails(`${name} (known to differ: ${difference})`, test, timeoutMs)
  }
}

function makeTools({ account, bucket }: S3Subject) {
  const client = new S3Client({
    ...account,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  return { client, wire: createWire(account, bucket) }
}
