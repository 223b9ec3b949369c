import { expect, test } from 'vitest'
import { z } from 'zod'
import { field, OFFICE, OWNER, undeclaredFields, visible } from './rights'

const order = z.object({
  number: field(z.string(), { see: ['warehouse', ...OFFICE] }),
  totalMinor: field(z.number(), { see: OFFICE }),
  secret: z.string(),
})

test('what a role may not see never leaves, what nobody declared leaves for nobody', () => {
  const value = { number: '1', totalMinor: 5, secret: 'x' }
  expect(visible(order, value, ['warehouse'])).toEqual({ number: '1' })
  expect(visible(order, value, ['owner'])).toEqual({ number: '1', totalMinor: 5 })
  expect(undeclaredFields(order)).toEqual(['.secret'])
})

test('a partial object keeps the rights of its fields', () => {
  const settings = z.object({ hour: field(z.number(), { see: OWNER }) }).partial()
  expect(visible(settings, { hour: 3 }, ['owner'])).toEqual({ hour: 3 })
  expect(visible(settings, { hour: 3 }, ['sales'])).toEqual({})
})
