import { beforeAll, expect, test, vi } from 'vitest'

vi.stubGlobal('window', { zhanggui: { connectCore: () => undefined }, addEventListener: () => undefined })
let ids: import('./command-ids').CommandIds
beforeAll(async () => {
  ids = new (await import('./command-ids')).CommandIds()
})

test('a repeat after a lost answer is the same command; after an answer, or in other words, it is another', () => {
  const first = ids.for({ pieces: 7 })
  ids.failed(new Error('the line broke'))
  expect(ids.for({ pieces: 7 })).toBe(first)
  ids.failed(Object.assign(new Error('no'), { code: 'REFUSED', data: { code: 'never-counted', data: {} } }))
  const second = ids.for({ pieces: 7 })
  expect(second).not.toBe(first)
  expect(ids.for({ pieces: 8 })).not.toBe(second)
  const third = ids.for({ pieces: 8 })
  ids.done()
  expect(ids.for({ pieces: 8 })).not.toBe(third)
})

test('after a lost answer the very same command goes out again, whatever version it has moved the thing to', () => {
  ids.done()
  const first = ids.whole({ good: 1 }, () => ({ version: 3 }))
  ids.failed(new Error('the line broke'))
  expect(ids.whole({ good: 1 }, () => ({ version: 4 }))).toEqual(first)
  expect(ids.whole({ good: 2 }, () => ({ version: 4 }))).toMatchObject({ version: 4 })
  ids.done()
  const anew = ids.whole({ good: 1 }, () => ({ version: 5 }))
  expect(anew).toMatchObject({ version: 5 })
  expect(anew.commandId).not.toBe(first.commandId)
})
