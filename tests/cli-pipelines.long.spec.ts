import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { currentInstallation, footageOr, mainClip, REPOSITORY, runCli, uploadByCli } from './support/index.ts'
import { silentClip } from './support/stand-ins/good-clips.ts'

const STANDARD = path.join(REPOSITORY, 'apps/worker/pipelines/standard.yaml')

const marquee = async (...words: string[]) => runCli(await currentInstallation(), words)
const sumOf = (plan: string) => Number(/^([\d.]+) CPU s of one core in all/m.exec(plan)?.[1])

test('marquee pipeline list names what is offered', async () => {
  const { exitCode, stdout } = await marquee('pipeline', 'list')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^standard +\d+ {2}H\.264/m)
})

test('marquee pipeline plan: a file of ours, for a film on this disk', async () => {
  const { file } = await mainClip()
  const { exitCode, stdout, stderr } = await marquee('pipeline', 'plan', STANDARD, '--video', file)
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^standard \d+: .+\nStage 1\n {2}inspect +inspect +light +[\d.]+ CPU s\nStage 2/m)
  expect(stdout).toMatch(/^Stage \d+ \(\d+ at once\)$/m)
  // Whether it may be watched as it is, or something of it is encoded ahead of the rest, inspection finds out.
  expect(stdout).toMatch(
    /^ {2}publish-source +publish-source +light +[\d.]+ CPU s {2}depends on the source; may fail; after inspect$/m,
  )
  expect(stdout).toMatch(/^ {2}encode-first .*depends on the source/m)
  expect(stdout).toMatch(/^ {2}encode +encode +encode +[\d.]+ CPU s {2}once for each of chunks; after /m)
  expect(stdout).toMatch(/^Ladder\n {2}1080p +1920×1080 +at most 6000 kbit\/s\n/m)
  expect(sumOf(stdout)).toBeGreaterThan(30)
  expect(sumOf(stdout)).toBeLessThan(600)
})

test('marquee pipeline plan: one that is offered, for an upload', async () => {
  const clip = await footageOr('l2_train_ad.mp4', silentClip)
  const { line } = await uploadByCli(await currentInstallation(), clip, [])
  await expect
    .poll(async () => sumOf((await marquee('pipeline', 'plan', 'standard', '--video', line.id ?? '')).stdout))
    .toBeGreaterThan(0.5)
  const { stdout } = await marquee('pipeline', 'plan', 'standard', '--video', `vid_${line.id}`, '--json')
  const { stages, problems } = JSON.parse(stdout)
  const tasks = stages.flatMap((stage: { tasks: { name: string; decision: string }[] }) => stage.tasks)
  expect(problems).toEqual([])
  expect(tasks).toContainEqual(expect.objectContaining({ name: 'audio', decision: 'SKIP' }))
})

test('marquee pipeline plan: what cannot run, by line, task and field', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-'))
  const standard = await readFile(STANDARD, 'utf8')
  const lineOf = (text: string) => standard.slice(0, standard.indexOf(text)).split('\n').length
  const say = async (name: string, text: string) => {
    const file = path.join(folder, name)
    await writeFile(file, text)
    const { exitCode, stdout, stderr } = await marquee('pipeline', 'plan', file)
    expect([exitCode, stdout]).toEqual([1, ''])
    return stderr.replaceAll(`${folder}/`, '')
  }
  const change = (from: string, to: string) => {
    expect(standard).toContain(from)
    return standard.replace(from, to)
  }
  const inspect = lineOf('    type: inspect')
  expect(await say('type.yaml', change('type: inspect', 'type: karaoke'))).toContain(
    `type.yaml:${inspect}: task inspect, type: «karaoke» is no type of task. Known: audio, `,
  )
  expect(await say('missing.yaml', change('inputs: [facts, chunks]', 'inputs: [facts, chunx]'))).toContain(
    'task check-integrity, inputs: No task makes «chunx».',
  )
  expect(
    await say('twice.yaml', change('outputs: [early-publication]', 'outputs: [growing-publication]')),
  ).toContain('«growing-publication» is already made by «publish-source».')
  expect(await say('option.yaml', change('type: poster', 'type: poster\n    options: { soon: 1 }'))).toMatch(
    /^option\.yaml:\d+: task poster, options: /,
  )
  expect(await say('condition.yaml', change('when: { sound: true }', 'when: { sound: loud }'))).toContain(
    'task loudness, when.sound: «sound» takes true or false, not "loud".',
  )
  expect(await say('syntax.yaml', change('tasks:', 'tasks: ['))).toMatch(/^syntax\.yaml:\d+: /)
  expect(await say('field.yaml', change('version: ', 'versoin: '))).toContain('version: ')
  const ring = change('    type: split\n    inputs: [facts]', '    type: split\n    inputs: [facts, streams]')
  expect(await say('ring.yaml', ring)).toContain(
    'task split, inputs: It waits for itself: split → package → split.',
  )
  const shrug = change('    type: publish\n', '    type: publish\n    essential: false\n')
  expect(await say('shrug.yaml', shrug)).toContain(
    'task publish, essential: Where it fails, nothing is published in the end: leave «essential: false» out.',
  )
  await rm(folder, { recursive: true })
})

test('marquee pipeline plan: what is not there', async () => {
  const of = async (...words: string[]) => {
    const { exitCode, stderr } = await marquee('pipeline', 'plan', ...words)
    expect(exitCode).toBe(1)
    return /^[A-Z_]+(?=: )/.exec(stderr)?.[0]
  }
  expect(await of('missing.yaml')).toBe('FILE_NOT_FOUND')
  expect(await of('slow')).toBe('PIPELINE_UNKNOWN')
  expect(await of(STANDARD, '--video', 'k3jd82jd8sk')).toBe('VIDEO_NOT_FOUND')
  expect(await of(STANDARD, '--video', STANDARD)).toBe('SOURCE_UNREADABLE')
})
