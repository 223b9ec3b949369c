import { describe, expect, it } from 'vitest'
import { payloadLines } from './payload-lines'

const text = (body: string, unknown: string[]) =>
  payloadLines(body, unknown).flatMap((line, index) =>
    line.unknown
      ? [
          `${index + 1}: ${line.tokens
            .map((token) => token.text)
            .join('')
            .trim()}`,
        ]
      : [],
  )

describe('the payload as received', () => {
  const body = JSON.stringify(
    { trade: { status: 'PAID', promise_tag: 'D2', orders: [{ num: 2 }, { num: 1, odd: { a: [1, 2] } }] } },
    null,
    2,
  )
  it('loses not a sign of it', () => {
    const lines = payloadLines(body, [])
    expect(lines.map((line) => line.tokens.map((token) => token.text).join('')).join('\n')).toBe(body)
    expect(lines[2]?.tokens.filter((token) => token.kind !== 'plain')).toEqual([{ kind: 'key', text: '"status"' }, { kind: 'text', text: '"PAID"' }]) // prettier-ignore
  })
  it('marks the field we do not know, and all below it', () => {
    expect(text(body, ['trade.promise_tag'])).toEqual(['4: "promise_tag": "D2",'])
    expect(text(body, ['trade.orders[1].odd'])).toHaveLength(6)
    expect(text(body, ['trade.orders[].num'])).toEqual(['7: "num": 2', '10: "num": 1,'])
  })
  it('shows a torn payload as it is', () => {
    const torn = '{"trade": {"buyer": "周*'
    expect(
      payloadLines(torn, ['trade.x'])[0]
        ?.tokens.map((token) => token.text)
        .join(''),
    ).toBe(torn)
  })
  it('keeps a colon and a brace inside a text apart', () => {
    expect(text('{"a": "x: {y}", "b": 1}', ['b'])).toEqual(['1: {"a": "x: {y}", "b": 1}'])
    expect(text('{\n"a": "b\\": 1",\n"b": 2}', ['b'])).toEqual(['3: "b": 2}'])
  })
})
