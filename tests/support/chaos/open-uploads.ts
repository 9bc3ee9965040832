import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3'
import type { Installation } from '../../stage/join-system.ts'

/** Keys under a prefix of a bucket whose multipart uploads are neither completed nor aborted; the first 1,000. */
export async function openUploads({ env }: Installation, bucket: string, prefix = ''): Promise<string[]> {
  const client = new S3Client({
    endpoint: env.S3_ENDPOINT ?? '',
    region: env.S3_REGION ?? '',
    forcePathStyle: true,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  })
  try {
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
    )
    return Uploads.map(({ Key }) => Key ?? '')
  } finally {
    client.destroy()
  }
}
