import { S3Error } from '../s3-error.ts'
import type { Credentials } from '../signature/authenticate.ts'
import { ALGORITHM, readScope } from '../signature/read-credentials.ts'
import { createSigner, sameSignature } from '../signature/signing-key.ts'

/**
 * A form carries its policy, signed, in place of a signed request.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 *
 * @returns the policy, in base64
 * @throws S3Error AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, InvalidArgument
 */
export function authenticateForm(
  fields: ReadonlyMap<string, string>,
  { accessKeyId, secretAccessKey }: Credentials,
  region: string,
): string {
  const policy = fields.get('policy')
  if (policy === undefined) throw new S3Error('AccessDenied', 'Anonymous access is forbidden')
  const malformed = (what: string) => new S3Error('InvalidArgument', what)
  if (fields.get('x-amz-algorithm') !== ALGORITHM) throw malformed(`X-Amz-Algorithm must be ${ALGORITHM}`)
  const stated = readScope(fields.get('x-amz-credential') ?? '', malformed)
  const timestamp = fields.get('x-amz-date') ?? ''
  if (stated.accessKeyId !== accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', 'The access key id does not exist')
  }
  if (stated.region !== region || !timestamp.startsWith(stated.day)) {
    throw malformed(`The credential scope must be of the form's day and the region ${region}`)
  }
  const wanted = createSigner(secretAccessKey, stated, timestamp).sign(policy)
  if (!sameSignature(fields.get('x-amz-signature') ?? '', wanted)) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature does not match the policy')
  }
  return policy
}
