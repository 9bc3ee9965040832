import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ARTEFACTS } from '@marquee/jobs'
import { selectRungs } from '@marquee/media'
import { execa } from 'execa'
import sharp from 'sharp'
import { describe, expect, it, vi } from 'vitest'
import { cameraClip, filmClip, makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { keyframes, probe } from './testing/probe.ts'
import { artefactOf, copyRevision, keysOf, runAll, upload } from './testing/run-tasks.ts'

const FULL = ['inspect', 'poster', 'split', 'audio', 'encode', 'package', 'storyboard', 'publish']
const bench = keepTaskBench()

describe('a film of 1080p25 with 5.1 sound', () => {
  // All of a real film, on cores that other tests have work for.
  it('comes out as an aligned ladder that plays as HLS and DASH', { timeout: 180_000 }, async () => {
    const source = await upload(bench, await filmClip())
    await runAll(bench, source, FULL)
    const { facts } = artefactOf(source, 'facts')
    const published = artefactOf(source, 'publication')
    const folder = await copyRevision(bench, published.revision)
    const rungs = selectRungs(facts)
    const { sounds } = artefactOf(source, 'stream').head
    expect(sounds.map(({ name }) => name)).toEqual(
      (facts.audio?.channels ?? 0) < 6 ? ['audio'] : ['audio', 'surround'],
    )

    const hls = await probe(join(folder, 'master.m3u8'))
    const pictures = hls.streams.filter((stream) => stream.kind === 'video')
    // Each of them is there once with each sound.
    expect(pictures.map(({ width, height }) => [width, height])).toEqual(
      sounds.flatMap(() => rungs.map(({ width, height }) => [width, height])),
    )
    for (const picture of pictures) {
      expect(picture).toMatchObject({ rate: '25/1', sampleAspect: '1:1', rotated: false })
      expect(picture.start).toBeCloseTo(0, 2)
    }
    const heard = hls.streams.filter((stream) => stream.kind === 'audio')
    expect(heard.map(({ channels }) => channels)).toEqual(sounds.map(({ channels }) => channels))
    expect(Math.abs(hls.duration * 1000 - facts.durationMs)).toBeLessThan(100)

    const dash = await probe(join(folder, 'manifest.mpd'))
    expect(dash.streams).toHaveLength(rungs.length + sounds.length)

    const grids = await Promise.all(rungs.map((rung) => keyframes(join(folder, `${rung.name}.m3u8`))))
    for (const grid of grids) {
      expect(grid.times).toEqual(grids[0]?.times)
      // Cutting the clip left a hole of one frame before the last; a constant rate has none.
      expect(Math.abs(grid.frames - facts.video.frameCount)).toBeLessThanOrEqual(1)
    }
    const times = grids[0]?.times ?? []
    expect(times).toHaveLength(Math.ceil(facts.durationMs / 2000))
    for (const [index, time] of times.entries()) expect(Number(time)).toBeCloseTo(2 * index)
    expect(published.renditions.map((rendition) => rendition.name)).toEqual([
      '1080p',
      '720p',
      '480p',
      '360p',
      '240p',
      ...sounds.map(({ name }) => name),
    ])
    await rm(folder, { recursive: true })
  })

  it('is watchable at once from its own packets', async () => {
    const source = await upload(bench, await filmClip())
    await runAll(bench, source, ['inspect', 'publish-source'])
    const published = artefactOf(source, 'publication')
    expect(published).toMatchObject({ early: true, width: 1920, height: 1080, posterPath: null })
    const folder = await copyRevision(bench, published.revision)
    const { streams } = await probe(join(folder, 'master.m3u8'))
    expect(streams.map((stream) => stream.kind).sort()).toEqual(['audio', 'video'])
    await rm(folder, { recursive: true })
  })
})

describe('a camera recording', () => {
  it('gets a poster, previews, and a row for the library', async () => {
    const source = await upload(bench, await cameraClip())
    await runAll(bench, source, FULL)
    const poster = artefactOf(source, 'poster')
    const image = await copyRevision(bench, poster.revision)
    expect(await sharp(join(image, 'poster.jpg')).metadata()).toMatchObject({
      width: 768,
      height: 432,
      format: 'jpeg',
    })
    const offered = poster.candidates
    expect(offered[0]?.path).toBe(poster.path)
    expect(new Set(offered.map(({ atMs }) => atMs)).size).toBe(offered.length)
    for (const { path } of offered)
      expect(await sharp(join(image, path.slice(poster.revision.length))).metadata()).toMatchObject({
        width: 768,
        height: 432,
      })
    const storyboard = artefactOf(source, 'storyboard')
    const sheets = await copyRevision(bench, storyboard.revision)
    expect(await sharp(join(sheets, 'storyboard-1.jpg')).metadata()).toMatchObject({
      width: 800,
      height: 450,
    })
    expect(await readFile(join(sheets, 'storyboard.vtt'), 'utf8')).toContain(
      'storyboard-1.jpg#xywh=160,0,160,90',
    )
    expect(artefactOf(source, 'publication')).toMatchObject({
      posterPath: `${poster.revision}/poster.jpg`,
      storyboardPath: `${storyboard.revision}/storyboard.vtt`,
      width: 768,
      height: 432,
    })
  })
})

describe('a sound that nobody can decode', () => {
  it('is left out, and the picture is published', async () => {
    const clip = Buffer.from(await cameraClip())
    // Neither the name of the codec nor its configuration says AAC any more.
    clip.write('zzza', clip.lastIndexOf('mp4a'))
    clip.write('zzzz', clip.lastIndexOf('esds'))
    const source = await upload(bench, clip)
    await runAll(bench, source, FULL)
    expect(artefactOf(source, 'facts').facts).toMatchObject({ audio: null, audioDropped: true })
    const names = artefactOf(source, 'publication').renditions.map((rendition) => rendition.name)
    expect(names).toEqual(['360p', '240p'])
  })
})

describe('a tone and a flash at the same time', () => {
  it('stay together through encoding and packaging', async () => {
    const clip = await makeClip('flash.mp4', [
      ...[
        '-f',
        'lavfi',
        '-i',
        "color=black:s=320x240:r=25:d=4,drawbox=c=white:t=fill:enable='between(t,2,2.5)'",
      ],
      ...['-f', 'lavfi', '-i', "aevalsrc='0.5*sin(880*PI*t)*between(t,2,2.5)':d=4:s=48000"],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    ])
    const source = await upload(bench, clip)
    await runAll(bench, source, FULL)
    const folder = await copyRevision(bench, artefactOf(source, 'publication').revision)
    const { flash, tone } = await firstFlashAndTone(join(folder, 'master.m3u8'))
    expect(flash).toBeCloseTo(2, 2)
    expect(Math.abs(tone - flash)).toBeLessThan(0.025)
    await rm(folder, { recursive: true })
  })
})

describe('the same task, twice at once', () => {
  it('has one output, and the loser leaves nothing', async () => {
    const source = await upload(bench, await cameraClip())
    await runAll(bench, source, ['inspect'])
    const before = await keysOf(bench.stores.transcoded)
    const ends = await Promise.all([bench.run('publish-source', source), bench.run('publish-source', source)])
    const revisions = ends.map(
      (end) => end.outcome === 'succeeded' && ARTEFACTS.publication.parse(end.artefacts.publication).revision,
    )
    expect(revisions[0]).toBeTruthy()
    expect(revisions[1]).toBe(revisions[0])
    const added = (await keysOf(bench.stores.transcoded)).filter((key) => !before.includes(key))
    expect(added.length).toBeGreaterThan(5)
    expect(added.filter((key) => !key.includes(`/${revisions[0]}/`))).toEqual([])
  })

  it('answers a redelivery from what was done', async () => {
    const source = await upload(bench, await cameraClip())
    const first = await bench.run('inspect', source)
    const again = await bench.run('inspect', source)
    expect(again).toMatchObject({ outcome: 'succeeded', cpuSeconds: 0 })
    expect(first.outcome === 'succeeded' && again.outcome === 'succeeded' && again.artefacts).toEqual(
      first.outcome === 'succeeded' && first.artefacts,
    )
  })
})

describe('a task that is stopped', () => {
  const keysOfBoth = async () => [
    ...(await keysOf(bench.stores.temporary)),
    ...(await keysOf(bench.stores.transcoded)),
  ]

  // What it has of a stream when its program has ended stays there: the stream is not this attempt's.
  it('rejects with the reason while its program is at work', async () => {
    const source = await upload(bench, await filmClip())
    await runAll(bench, source, ['inspect', 'split'])
    const before = await keysOfBoth()
    const stop = new AbortController()
    const reportProgress = () => stop.abort(new Error('shutting down'))
    const end = bench.run('encode', source, { signal: stop.signal, reportProgress })
    await expect(end).rejects.toThrow('shutting down')
    expect(await keysOfBoth()).toEqual(before)
  })

  it('leaves nothing of a revision that it had begun', async () => {
    const source = await upload(bench, await filmClip())
    await runAll(bench, source, ['inspect'])
    const before = await keysOfBoth()
    const stop = new AbortController()
    const written: string[] = []
    const { uploadFile } = bench.stores.transcoded
    const watched = vi.spyOn(bench.stores.transcoded, 'uploadFile')
    watched.mockImplementation(async (path, key, options) => {
      const put = await uploadFile(path, key, options)
      written.push(key)
      stop.abort(new Error('shutting down'))
      return put
    })
    const end = bench.run('publish-source', source, { signal: stop.signal })
    await expect(end).rejects.toThrow('shutting down')
    watched.mockRestore()
    expect(written).not.toEqual([])
    expect(await keysOfBoth()).toEqual(before)
  })
})

describe('a task that is stopped while its output is being named', () => {
  it('leaves what it made: the name may still arrive, and then it is the task’s output', async () => {
    const source = await upload(bench, await cameraClip())
    await runAll(bench, source, ['inspect'])
    const stop = new AbortController()
    const { put } = bench.stores.temporary
    let arrive: () => Promise<unknown> = () => expect.fail('nothing was named')
    const slow = vi.spyOn(bench.stores.temporary, 'put').mockImplementation((key, body) => {
      arrive = () => put(key, body, { ifNoneMatch: '*' })
      stop.abort(new Error('shutting down'))
      return Promise.reject(stop.signal.reason)
    })
    await expect(bench.run('poster', source, { signal: stop.signal })).rejects.toThrow('shutting down')
    slow.mockRestore()
    await arrive()
    await runAll(bench, source, ['poster'])
    const { revision } = artefactOf(source, 'poster')
    const keys = await keysOf(bench.stores.transcoded)
    expect(keys.filter((key) => key.includes(`/${revision}/`))).toContain(
      `videos/testVideo01/${revision}/poster.jpg`,
    )
  })
})

async function firstFlashAndTone(playlist: string): Promise<{ flash: number; tone: number }> {
  const flash = await execa('ffprobe', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `movie='${playlist}',signalstats`],
    ...['-show_entries', 'frame=pts_time:frame_tags=lavfi.signalstats.YAVG', '-of', 'csv=p=0'],
  ])
  const bright = flash.stdout.split('\n').find((line) => Number(line.split(',')[1]) > 100)
  const silence = await execa('ffmpeg', [
    ...[
      '-nostdin',
      '-hide_banner',
      '-i',
      playlist,
      '-vn',
      '-af',
      'silencedetect=n=-30dB:d=0.3',
      '-f',
      'null',
      '-',
    ],
  ])
  const tone = /silence_end: ([\d.]+)/.exec(silence.stderr)?.[1]
  return { flash: Number(bright?.split(',')[0]), tone: Number(tone) }
}
