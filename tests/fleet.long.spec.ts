import { expect, test } from '@playwright/test'
import { canMakeNetworks } from './support/fleet/far-machine.ts'
import { type FarWorker, startFarWorker } from './support/fleet/far-worker.ts'
import {
  type Client,
  countFrames,
  mainClip,
  signIn,
  startOwnSystem,
  untilStatus,
  uploadFile,
} from './support/index.ts'

const ADMINISTRATOR = { email: 'admin@marquee.localhost', password: 'marquee-demo' }

type Workers = {
  workers: { id: string; drainingAt: string | null; running: { task: string; attempt: number }[] }[]
}
const WORKERS = '{ workers { id drainingAt running { task attempt } } }'

type Piece = { name: string; state: string; attempt: number; worker: string | null }
type Runs = { runs: { nodes: { state: string; tasks: { name: string; pieces: Piece[] }[] }[] } }
const RUNS = '{ runs(first: 10) { nodes { state tasks { name pieces { name state attempt worker } } } } }'

/** host:pid:random, of which the pid is that of the machine, whatever its network is. */
const isOf = ({ pid }: FarWorker, worker: string | null) => worker?.split(':')[1] === String(pid)

async function workers(administrator: Client): Promise<Workers['workers']> {
  return (await administrator.query<Workers>(WORKERS)).workers
}

test('two machines that share no disk do a film between them, and one of them is cut off in the middle', async () => {
  test.skip(!(await canMakeNetworks()), 'this machine lets us make no networks (root and iproute2)')
  test.setTimeout(600_000)
  const system = await startOwnSystem()
  const fleet: FarWorker[] = []
  try {
    const [creator, administrator] = await Promise.all([signIn(system), signIn(system, ADMINISTRATOR)])
    for (const { id } of await workers(administrator))
      await administrator.query(
        'mutation ($id: ID!) { drainWorker(input: { workerId: $id }) { worker { id } } }',
        { id },
      )
    for (const index of [0, 1]) fleet.push(await startFarWorker(system, index))
    await expect
      .poll(async () => (await workers(administrator)).filter(({ drainingAt }) => !drainingAt).length, {
        timeout: 120_000,
      })
      .toBe(2)

    const { file } = await mainClip()
    const { videoId } = await uploadFile(creator, file)
    const [first, second] = fleet as [FarWorker, FarWorker]
    // Both are in the middle of a chunk, of which the first machine's will never be heard of.
    const encoding = async (worker: FarWorker) => {
      const found = (await workers(administrator)).find(({ id }) => isOf(worker, id))
      return found?.running.find(({ task }) => /^encode\.\d+$/.test(task))?.task ?? null
    }
    await expect.poll(() => encoding(second), { timeout: 120_000 }).not.toBeNull()
    await expect.poll(() => encoding(first), { timeout: 120_000 }).not.toBeNull()
    const lost = await encoding(first)
    const cutAt = Date.now()
    await first.setWire('down')
    await expect
      .poll(async () => (await workers(administrator)).filter(({ id }) => isOf(first, id)).length, {
        timeout: 120_000,
      })
      .toBe(0)
    // It comes back while others do what was its own: its word does not count any more.
    await first.setWire('up')
    const hls = await untilStatus(creator, videoId, ['READY'])
    console.log(`cut off during ${lost}; ready ${Math.round((Date.now() - cutAt) / 1000)} s later`)
    expect(await countFrames(hls)).toBe(await countFrames(file))
    const { nodes } = (await administrator.query<Runs>(RUNS)).runs
    expect(nodes.map(({ state }) => state)).toEqual(['SUCCEEDED'])
    const pieces = nodes[0]?.tasks.find(({ name }) => name === 'encode')?.pieces ?? []
    expect(pieces.map(({ state }) => state)).toEqual(pieces.map(() => 'SUCCEEDED'))
    expect(pieces.find(({ name }) => name === lost)).toMatchObject({ attempt: 2 })
    expect(pieces.some(({ worker }) => isOf(second, worker))).toBe(true)
  } finally {
    for (const worker of fleet) await worker.setWire('up').catch(() => undefined)
    await Promise.all(fleet.map((worker) => worker.close()))
    await system.stop()
  }
})
