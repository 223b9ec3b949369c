import { expect, test } from 'vitest'
import { minorOf } from './typed-amount'

test.each([
  ['98', 9_800],
  ['98.5', 9_850],
  ['98.50', 9_850],
  ['１２', 1_200],
  ['¥98', 9_800],
  ['￥ 98', 9_800],
  ['1,200', 120_000],
  ['1,200.05', 120_005],
])('%s is an amount', (text, minor) => {
  expect(minorOf(text, 'CNY')).toBe(minor)
})

test.each(['12,00', '1,2', ',5', '1,20,000', '1.005', '0', '-5', '1e2', 'abc', ''])(
  '%s is none: nobody guesses a sum of money',
  (text) => {
    expect(minorOf(text, 'CNY')).toBeUndefined()
  },
)

test('a sign of another currency is not overlooked', () => {
  expect(minorOf('¥98', 'USD')).toBeUndefined()
})

test('a currency without cents takes none', () => {
  expect(minorOf('500', 'JPY')).toBe(500)
  expect(minorOf('500.5', 'JPY')).toBeUndefined()
})
