import { expect, it } from 'vitest'
import { layOut } from './lay-out'

it('lays one line out over many and changes no digit', () => {
  const line = '{"tid":1234567890123456789,"note":"a, {b}: \\"c\\"","lines":[{"n":1.50},{}],"none":[]}'
  const laid = layOut(line)
  expect(laid.split('\n').length).toBeGreaterThan(6)
  expect(laid).toContain('"tid": 1234567890123456789')
  expect(laid).toContain('"note": "a, {b}: \\"c\\""')
  expect(laid).toContain('1.50')
  expect(JSON.parse(laid)).toEqual(JSON.parse(line))
})

it('shows what is torn, and what is no JSON, as it came', () => {
  expect(layOut('<html>')).toBe('<html>')
  expect(layOut('{"a":"cut of')).toContain('"cut of')
})
