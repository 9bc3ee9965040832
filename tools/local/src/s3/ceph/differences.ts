import type { S3Candidate } from '@marquee/storage/conformance'

const UNREAD = 'it reads no x-amz-checksum-*, so nothing is compared'
const CHUNKS = 'it reads no trailers, so Marquee sends none'

/** What Ceph 16.2 does otherwise than S3. The table in docs/operations says what each means for Marquee. */
export const CEPH_DIFFERENCES: S3Candidate['differences'] = {
  'an aws-chunked body is put together, and its signatures are followed':
    'it keeps aws-chunked as Content-Encoding',
  'an aws-chunked body ends in a signed trailer whose checksum is compared': CHUNKS,
  'an aws-chunked body may be unsigned, its trailer still compared': CHUNKS,
  'the SDK as it comes sends streams with a trailer': CHUNKS,
  'a body that is not what x-amz-checksum-crc32 says is refused, and nothing is kept': UNREAD,
  'a body that is not what x-amz-checksum-crc32c says is refused, and nothing is kept': UNREAD,
  'a body that is not what x-amz-checksum-sha1 says is refused, and nothing is kept': UNREAD,
  'a body that is not what x-amz-checksum-sha256 says is refused, and nothing is kept': UNREAD,
  'a checksum is kept with its object and answered on request': UNREAD,
  'a 416 tells the size': 'it has no Content-Range',
  'a range that says nothing is answered with everything': 'it answers 416',
  'a deletion of many without a digest is refused': 'it deletes',
  'a completion that names its parts out of order is refused': 'it sorts them',
  'a completion may leave parts out': 'it is InvalidPart; Marquee names all that are listed',
  'a completion answers the ETag': 'it answers none; the adapter asks with a HEAD',
  'what is asked of an aborted upload is NoSuchUpload':
    'it is NoSuchKey or InternalError; the adapter asks again',
  'part numbers are 1 to 10,000': 'it takes part 0',
  'the answer to a form has the ETag': 'it has none',
  'of 8 completions with If-None-Match one wins': 'all win, the last stands',
  'tags do not make an object younger': 'its Last-Modified is that of its tags',
  'the object of an upload has the tags that it was begun with': 'it has none',
  'a copy may have tags of its own': 'it has those of its source',
  'a header that could turn a presigned call into another must be signed': 'it need not be',
}
