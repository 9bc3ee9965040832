import { type Benchmark, describeBar, report } from './benchmark.ts'
import { edgeLargeRanges, edgeSmallRanges } from './edge-against-nginx.ts'
import { firstChunk, firstChunkAgainstLowest, firstChunkLong, wholeLadder } from './first-chunk.ts'
import { firstPlayable } from './first-playable.ts'
import { homeQuery } from './home-query.ts'
import { killedWorker } from './killed-worker.ts'
import { orchestration, pipelineCpu, pipelineCpuUndivided, pipelineWall } from './pipeline-against-ffmpeg.ts'
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
  probeScenes,
  firstPlayable,
  firstChunk,
  firstChunkAgainstLowest,
  wholeLadder,
  firstChunkLong,
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

const [name, ...flags] = process.argv.slice(2)
if (name === '--list') {
  for (const benchmark of BENCHMARKS) {
    const { name, title, unit } = benchmark
    console.log(`${name}  ${title} (${describeBar(benchmark)} ${unit})`)
  }
} else {
  const benchmark = BENCHMARKS.find((known) => known.name === name)
  if (!benchmark) {
    console.error('usage: npm run --silent bench -- --list | NAME [--json]')
    process.exit(64)
  }
  const measurement = await benchmark.run()
  const line = report(benchmark, measurement)
  if (flags.includes('--json')) {
    if (measurement.details) console.error(measurement.details)
    console.log(JSON.stringify(line))
  } else {
    console.log(
      `${line.name}: ${line.figure} ${line.unit} (bar ${line.bar}, ${line.holds ? 'holds' : 'MISSED'})`,
    )
    console.log(`against: ${line.against}`)
    if (measurement.details) console.table(measurement.details)
  }
  process.exitCode = line.holds ? 0 : 1
}
