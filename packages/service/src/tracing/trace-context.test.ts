import { describe, expect, it } from 'vitest'
import {
  currentRequestId,
  currentTraceparent,
  formatTraceparent,
  newTrace,
  parseTraceparent,
  runInTrace,
  traceOfHeaders,
} from './trace-context.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'
const OTHER = '0af7651916cd43dd8448eb211c80319c'

describe('parseTraceparent', () => {
  it('reads what formatTraceparent writes', () => {
    const context = newTrace()
    expect(parseTraceparent(formatTraceparent(context))).toEqual(context)
  })

  it.each([
    [`00-${TRACE}-${SPAN}-00`, true],
    [`cc-${TRACE}-${SPAN}-01-what-the-future-brings`, true],
    [`00-${TRACE}-${SPAN}-01-more`, false],
    [`ff-${TRACE}-${SPAN}-01`, false],
    [`00-${'0'.repeat(32)}-${SPAN}-01`, false],
    [`00-${TRACE}-${'0'.repeat(16)}-01`, false],
    [`00-${TRACE.toUpperCase()}-${SPAN}-01`, false],
    ['', false],
    [undefined, false],
  ])('takes %s: %s (W3C Trace Context, 3.2)', (text, taken) => {
    expect(parseTraceparent(text)).toEqual(taken ? { traceId: TRACE, spanId: SPAN } : null)
  })
})

describe('traceOfHeaders', () => {
  it('prefers traceparent, then takes a request id as proxies make them', () => {
    const traceparent = `00-${TRACE}-${SPAN}-01`
    expect(traceOfHeaders({ traceparent, 'x-request-id': OTHER })).toEqual({ traceId: TRACE, spanId: SPAN })
    expect(traceOfHeaders({ 'x-request-id': OTHER }).traceId).toBe(OTHER)
    const uuid = '0AF76519-16CD-43DD-8448-EB211C80319C'
    expect(traceOfHeaders({ 'x-request-id': uuid }).traceId).toBe(OTHER)
  })

  it.each(['42', 'x'.repeat(32), `${OTHER}"} forged`, '0'.repeat(32), `${OTHER}\n`])(
    'makes a new one instead of %j',
    (claimed) => {
      const { traceId } = traceOfHeaders({ 'x-request-id': claimed })
      expect(traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(claimed).not.toContain(traceId)
    },
  )
})

describe('runInTrace', () => {
  it('is what is current inside, over every await', async () => {
    const context = { traceId: TRACE, spanId: SPAN }
    await runInTrace(context, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      expect(currentRequestId()).toBe(TRACE)
      expect(currentTraceparent()).toBe(`00-${TRACE}-${SPAN}-01`)
    })
    expect(currentTraceparent()).toBeUndefined()
    expect(currentRequestId()).toMatch(/^[0-9a-f]{32}$/)
  })
})
