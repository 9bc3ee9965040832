import { createS3Reader, createS3Store, type ObjectStore, type S3Settings } from '@marquee/storage'
import {
  type ConformanceOptions,
  type ConformanceSubject,
  describeObjectStore,
  describeS3,
  type S3Candidate,
} from '@marquee/storage/conformance'
import { cephCandidate } from './ceph-candidate.ts'
import { embeddedCandidate } from './embedded-candidate.ts'
import { endpointCandidate } from './endpoint-candidate.ts'

const candidate = chooseCandidate(process.env)

describeS3(candidate)
describeAdapter('S3 adapter', createS3Store)
describeAdapter(
  'S3 adapter, reading without the SDK',
  (settings) => {
    const store = createS3Store(settings)
    const reader = createS3Reader(settings)
    const close = () => {
      reader.close()
      store.close()
    }
    return { ...store, get: reader.get, head: reader.head, close }
  },
  { listing: false },
)

function describeAdapter(
  name: string,
  open: (settings: S3Settings) => ObjectStore,
  options?: ConformanceOptions,
): void {
  const start = async (): Promise<ConformanceSubject> => {
    const { account, bucket, close } = await candidate.start()
    const store = open({ ...account, bucket })
    return {
      store,
      fetch,
      async close() {
        store.close()
        await close()
      },
    }
  }
  describeObjectStore(`${name} on ${candidate.name}`, start, options)
}

/** `npm run test:s3` names it in S3_CANDIDATE; everything else is about the embedded store. */
function chooseCandidate(env: NodeJS.ProcessEnv): S3Candidate {
  const { S3_CANDIDATE: name = 'embedded' } = env
  if (name === 'embedded') return embeddedCandidate
  if (name === 'ceph') return cephCandidate
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '', S3_REGION } = env
  const credentials = { accessKeyId, secretAccessKey }
  return endpointCandidate({ endpoint: name, region: S3_REGION || 'us-east-1', credentials })
}
