import { expect, test } from 'vitest'
import { hashPin, pinMatches, refuseWeakPin } from './pin'

test.each([
  '000000',
  '123456',
  '654321',
  '890123',
  '112233',
  '121212',
  '123123',
  'abcdef',
  'password1',
  'aaaaab',
  '5201314',
  'ZhangGui1',
])('%s is too simple', (pin) => {
  expect(() => refuseWeakPin(pin)).toThrow('pin-too-simple')
})
test.each(['12345', '1234567890123', ''])('«%s» has the wrong length', (pin) => {
  expect(() => refuseWeakPin(pin)).toThrow('pin-length')
})
test.each(['824613', '135792', 'xk4-9q2', '20261124'])('%s may be used', (pin) => {
  expect(() => refuseWeakPin(pin)).not.toThrow()
})

test('a stored PIN tells the right one from others, and never twice the same way', async () => {
  const [one, two] = await Promise.all([hashPin('824613'), hashPin('824613')])
  expect(one).not.toBe(two)
  expect(await pinMatches('824613', one)).toBe(true)
  expect(await pinMatches('824614', one)).toBe(false)
  expect(await pinMatches('824613', 'nonsense')).toBe(false)
})
