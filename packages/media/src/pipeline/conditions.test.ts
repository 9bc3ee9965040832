import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import { type Asked, type Conditions, conditionsHold, NOTHING_ASKED, traitsOf } from './conditions.ts'
import { sampleCases } from './sample-cases.ts'

const film = sampleFacts()
const { audio } = film
const silent = sampleFacts({}, { audio: null })
const inAll = (channels: number) => sampleFacts({}, { audio: audio && { ...audio, channels } })
const long = (durationMs: number) => sampleFacts({}, { durationMs })
const sized = (width: number, height: number) => sampleFacts({ display: { width, height } })
const hdr = sampleFacts({ colour: { ...film.video.colour, hdr: true } })
const captioned = sampleFacts({}, { captions: [{ index: 2, codec: 'mov_text' }] })

describe('conditionsHold', () => {
  it.each<[Conditions, SourceFacts, SourceFacts]>([
    [{ remuxable: true }, film, sampleFacts({ codec: 'hevc' })],
    [{ sound: true }, film, silent],
    [{ surround: true }, inAll(6), inAll(2)],
    [{ surround: true }, inAll(3), silent],
    [{ captions: true }, captioned, film],
    [{ hdr: true }, hdr, film],
    [{ interlaced: true }, sampleFacts({ fieldOrder: 'interlaced' }), film],
    // Nobody says so of many files: they are as most are.
    [{ interlaced: true }, sampleFacts({ fieldOrder: 'interlaced' }), sampleFacts({ fieldOrder: 'unknown' })],
  ])('%j holds of one, and its contrary of the other', (conditions, one, other) => {
    const contrary = Object.fromEntries(Object.entries(conditions).map(([name]) => [name, false]))
    const asked = [one, other].map((facts) => traitsOf(facts, NOTHING_ASKED))
    expect(asked.map((traits) => conditionsHold(conditions, traits))).toEqual([true, false])
    expect(asked.map((traits) => conditionsHold(contrary, traits))).toEqual([false, true])
  })

  it.each<[Conditions, SourceFacts, SourceFacts]>([
    [{ minSeconds: 20 }, long(20_000), long(19_999)],
    [{ maxSeconds: 20 }, long(20_000), long(20_001)],
    [{ minShortSide: 720 }, sized(1280, 720), sized(2000, 719)],
    [{ maxShortSide: 720 }, sized(720, 1280), sized(721, 721)],
    [{ minSeconds: 10, maxShortSide: 720, sound: true }, sized(1280, 720), sized(1920, 1080)],
  ])('%j holds at its bound, and not beyond', (conditions, at, beyond) => {
    const hold = (facts: SourceFacts) => conditionsHold(conditions, traitsOf(facts, NOTHING_ASKED))
    expect([hold(at), hold(beyond)]).toEqual([true, false])
  })

  it('is asked of the channel too: with a watermark no source may be shown as it is', () => {
    const traits = traitsOf(film, { watermark: true, downloads: true })
    expect(conditionsHold({ watermark: true, downloads: true, remuxable: false }, traits)).toBe(true)
    expect(conditionsHold({ remuxable: true }, traits)).toBe(false)
    expect(conditionsHold({ watermark: false, downloads: false }, traitsOf(film, NOTHING_ASKED))).toBe(true)
  })

  it('asks facts that an older program recorded for nothing that no condition is about', () => {
    const { captions, ...older } = film
    expect(captions).toEqual([])
    const traits = traitsOf(older as SourceFacts, NOTHING_ASKED)
    expect(conditionsHold({ sound: true, minSeconds: 1 }, traits)).toBe(true)
  })

  it('never holds where somebody asks for what is no condition', () => {
    expect(conditionsHold({ moon: 'full' }, traitsOf(film, NOTHING_ASKED))).toBe(false)
  })
})

describe('sampleCases', () => {
  const anyConditions = fc.record(
    {
      ...{ remuxable: fc.boolean(), watermark: fc.boolean(), sound: fc.boolean(), surround: fc.boolean() },
      ...{
        hdr: fc.boolean(),
        minSeconds: fc.constantFrom(-1, 0, 10, 19.999),
        maxSeconds: fc.constantFrom(10, 20),
      },
      ...{ minShortSide: fc.constantFrom(480, 720.5), maxShortSide: fc.constantFrom(479, 16_384) },
    },
    { requiredKeys: [] },
  )
  const anySource = fc.record({
    ...{ codec: fc.constantFrom('h264', 'hevc'), hdr: fc.boolean(), channels: fc.constantFrom(0, 1, 2, 6) },
    durationMs: fc.oneof(
      fc.constantFrom(9_999, 10_000, 19_999, 20_000),
      fc.integer({ min: 1, max: 43_200_000 }),
    ),
    height: fc.oneof(fc.constantFrom(479, 480, 720, 721), fc.integer({ min: 1, max: 16_384 })),
    asked: fc.record({ watermark: fc.boolean(), downloads: fc.boolean() }),
  })
  const traits = ({ codec, hdr, channels, durationMs, height, asked }: Source) =>
    traitsOf(
      sampleFacts(
        { codec, display: { width: 16_384, height }, colour: { ...film.video.colour, hdr } },
        { durationMs, audio: channels === 0 || audio === null ? null : { ...audio, channels } },
      ),
      asked,
    )

  it('has one that answers as any source does', () => {
    fc.assert(
      fc.property(fc.array(anyConditions, { maxLength: 2 }), anySource, (conditions, source) => {
        const all = conditions as Conditions[]
        const answers = (one: ReturnType<typeof traits>) =>
          all.map((each) => conditionsHold(each, one)).join()
        const cases = (sampleCases(all) ?? []).map((one) => answers(one.traits))
        expect(cases).toContain(answers(traits(source)))
      }),
    )
  })

  it('has none that cannot be', () => {
    const cases =
      sampleCases([
        { surround: true, sound: true },
        { remuxable: true, watermark: true },
      ]) ?? []
    expect(cases.length).toBe(9)
    for (const { traits } of cases) {
      expect(traits.surround && !traits.sound).toBe(false)
      expect(traits.remuxable && traits.watermark).toBe(false)
    }
  })
})

interface Source {
  readonly codec: string
  readonly hdr: boolean
  readonly channels: number
  readonly durationMs: number
  readonly height: number
  readonly asked: Asked
}
