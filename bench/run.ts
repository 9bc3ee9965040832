import { type Benchmark, describeBar, report } from './benchmark.ts'
import { edgeLargeRanges, edgeSmallRanges } from './edge-against-nginx.ts'
import {
  firstChunk,
  firstChunkAgainstLowest,
  firstChunkLong,
  firstChunkLongAgainstLowest,
  wholeLadder,
  wholeLadderLong,
} from './first-chunk.ts'
import { firstPlayable } from './first-playable.ts'
import { homeQuery } from './home-query.ts'
import { killedWorker } from './killed-worker.ts'
import {
  orchestration,
  orchestrationLong,
  pipelineCpu,
  pipelineCpuLong,
  pipelineCpuUndivided,
  pipelineWall,
  pipelineWallLong,
} from './pipeline-against-ffmpeg.ts'
import { poorSources } from './poor-sources.ts'
import { probeScenes } from './probe-scenes.ts'
import { resident } from './resident-on-1gb.ts'
import { scriptHome, scriptWatch } from './script-weight.ts'
import { fleetFairness, fleetThroughput } from './simulate-fleet.ts'
import { startAgain, startFresh } from './start-time.ts'
import { thousandClips } from './thousand-clips.ts'

const BENCHMARKS: readonly Benchmark[] = [
  startFresh,
  startAgain,
  pipelineCpu,
  pipelineCpuUndivided,
  pipelineWall,
  orchestration,
  pipelineCpuLong,
  pipelineWallLong,
  orchestrationLong,
  probeScenes,
  poorSources,
  firstPlayable,
  firstChunk,
  firstChunkAgainstLowest,
  wholeLadder,
  firstChunkLong,
  firstChunkLongAgainstLowest,
  wholeLadderLong,
  killedWorker,
  thousandClips,
  resident,
  homeQuery,
  scriptHome,
  scriptWatch,
  edgeSmallRanges,
  edgeLargeRanges,
  fleetFairness,
  fleetThroughput,
]

const given = process.argv.slice(2)
const isJson = given.includes('--json')
const names = given.filter((word) => !word.startsWith('--'))
const asked = names.map((name) => BENCHMARKS.find((known) => known.name === name))
if (given[0] === '--list') {
  for (const benchmark of BENCHMARKS) {
    const { name, title, unit } = benchmark
    console.log(`${name}  ${title} (${describeBar(benchmark)} ${unit})`)
  }
} else if (asked.length === 0 || asked.includes(undefined)) {
  console.error('usage: npm run --silent bench -- --list | NAME... [--json]')
  process.exit(64)
} else {
  for (const benchmark of asked) if (benchmark) await runAndTell(benchmark)
}

async function runAndTell(benchmark: Benchmark): Promise<void> {
  const measurement = await benchmark.run()
  const line = report(benchmark, measurement)
  if (isJson) {
    if (measurement.details) console.error(measurement.details)
    console.log(JSON.stringify(line))
  } else {
    console.log(
      `${line.name}: ${line.figure} ${line.unit} (bar ${line.bar}, ${line.holds ? 'holds' : 'MISSED'})`,
    )
    console.log(`against: ${line.against}`)
    if (measurement.details) console.table(measurement.details)
  }
  if (!line.holds) process.exitCode = 1
}
