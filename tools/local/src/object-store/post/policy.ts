import { S3Error } from '../s3-error.ts'

/** How large the file may be, in bytes, inclusive. */
export interface SizeRange {
  least: number
  most: number
}

type Condition = { kind: 'eq' | 'starts-with'; name: string; value: string } | ({ kind: 'size' } & SizeRange)

/** Fields that need no condition: they carry the policy, or nothing that is heeded. */
const FREE = /^(policy|x-amz-signature|file|x-ignore-.*)$/

/**
 * Holds the fields of a form against its policy, which its signature has proved to be ours.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 *
 * @param now milliseconds since 1970
 * @throws S3Error AccessDenied, InvalidPolicyDocument
 */
export function checkPolicy(encoded: string, fields: ReadonlyMap<string, string>, now: number): SizeRange {
  const { expiration, conditions } = readPolicy(encoded)
  if (now > expiration) throw denied('Policy expired')
  const size: SizeRange = { least: 0, most: Number.MAX_SAFE_INTEGER }
  const covered = new Set<string>()
  for (const condition of conditions) {
    if (condition.kind === 'size') {
      size.least = Math.max(size.least, condition.least)
      size.most = Math.min(size.most, condition.most)
    } else {
      covered.add(condition.name)
      if (!holds(condition, fields.get(condition.name) ?? ''))
        throw denied(`Policy Condition failed: ${condition.name}`)
    }
  }
  for (const name of fields.keys()) {
    if (!covered.has(name) && !FREE.test(name)) throw denied(`Extra input fields: ${name}`)
  }
  return size
}

function holds({ kind, value }: Exclude<Condition, { kind: 'size' }>, given: string): boolean {
  return kind === 'eq' ? given === value : given.startsWith(value)
}

function readPolicy(encoded: string): { expiration: number; conditions: Condition[] } {
  const policy = parse(encoded)
  if (!isObject(policy) || typeof policy.expiration !== 'string' || !Array.isArray(policy.conditions))
    throw invalid()
  const expiration = Date.parse(policy.expiration)
  if (Number.isNaN(expiration)) throw invalid()
  return { expiration, conditions: policy.conditions.flatMap(readCondition) }
}

/** `{"name": "value"}`, `["eq", "$name", "value"]`, `["starts-with", …]` or `["content-length-range", 1, 9]`. */
function readCondition(condition: unknown): Condition[] {
  if (!Array.isArray(condition)) {
    if (!isObject(condition)) throw invalid()
    return Object.entries(condition).map(([name, value]) => ({
      kind: 'eq',
      name: name.toLowerCase(),
      value: String(value),
    }))
  }
  const [kind, first, second] = condition
  if (kind === 'content-length-range') {
    const [least, most] = [Number(first), Number(second)]
    if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most)) throw invalid()
    return [{ kind: 'size', least, most }]
  }
  const isMatch = kind === 'eq' || kind === 'starts-with'
  if (!isMatch || typeof first !== 'string' || !first.startsWith('$') || typeof second !== 'string')
    throw invalid()
  return [{ kind, name: first.slice(1).toLowerCase(), value: second }]
}

function parse(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
  } catch {
    throw invalid()
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function denied(why: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${why}`)
}

function invalid(): S3Error {
  return new S3Error(
    'InvalidPolicyDocument',
    'The content of the form does not meet the conditions of a policy document',
  )
}
