import { describe, expect, it } from 'vitest'
import { judgePin, pinTaken } from './pin-strength'

describe('the strength of a PIN', () => {
  it.each([
    ['', 'empty'], ['12345', 'short'], ['1234567890123', 'long'], ['12 456', 'signs'], ['中文中文中文', 'signs'],
    ['777777', 'same'], ['123456', 'run'], ['987654', 'run'], ['abcdef', 'run'], ['666666', 'same'], ['123123', 'same'], ['717171', 'same'], ['5201314', 'known'],
    ['900512', 'date'], ['19900512', 'date'], ['739184', 'fair'], ['73918426', 'good'], ['lili28', 'good'],
  ] as const)('%s is %s', (pin, verdict) => expect(judgePin(pin)).toBe(verdict)) // prettier-ignore
  it('refuses what anybody would try first, and lets a birthday pass with a warning', () => {
    expect(pinTaken('run')).toBe(false)
    expect(pinTaken('date')).toBe(true)
  })
})
