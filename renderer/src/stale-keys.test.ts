import { expect, test } from 'vitest'
import type { FeedFrame } from '../../core/rpc/api'
import { makeRefresher } from './refresher'
import { staleKeys } from './stale-keys'

const frame = (changes: [string, string][], reload = false): FeedFrame => ({
  epoch: 'e',
  sequence: 1,
  reload,
  changes: changes.map(([entity, id]) => ({ entity, id })),
  orders: null,
})

test('a changed order makes its lists, the counts and itself stale, each once', () => {
  expect(
    staleKeys([
      frame([
        ['order', '7'],
        ['order', '7'],
      ]),
      frame([['order', '8']]),
    ]),
  ).toEqual([
    ['orders', 'page'],
    ['orders', 'counts'],
    ['order', 7],
    ['sync', 'pill'],
    ['order', 8],
  ])
})

test('lists take the orders that come with a frame themselves: they are not asked for', () => {
  const brought = { ...frame([['order', '7']]), orders: [{ id: 7 }] }
  expect(staleKeys([brought])).toEqual([
    ['orders', 'counts'],
    ['order', 7],
    ['sync', 'pill'],
  ])
  expect(staleKeys([brought, frame([['order', '8']])])).toContainEqual(['orders', 'page'])
})

test('news of a shop leaves the open orders alone; an unknown word makes nothing stale', () => {
  expect(staleKeys([frame([['sync', 's1']])])).toEqual([['sync']])
  expect(staleKeys([frame([['job', '3']])])).toEqual([['sync', 'stuck'], ['order']])
  expect(staleKeys([frame([['weather', 'x']])])).toEqual([])
})

test('another epoch: everything is asked anew, whatever else was said', () => {
  expect(staleKeys([frame([['order', '7']]), frame([], true)])).toBe('all')
})

test('ten frames while an answer is under way are one more question, not ten, and none is lost', async () => {
  const asked: number[] = []
  let answer = Promise.withResolvers<void>()
  const tell = makeRefresher((frames) => {
    asked.push(frames.length)
    return answer.promise
  }, 0)
  tell(frame([['order', '1']]))
  await new Promise((resolve) => setTimeout(resolve, 5))
  for (let n = 0; n < 10; n++) tell(frame([['order', String(n)]]))
  expect(asked).toEqual([1])
  const first = answer
  answer = Promise.withResolvers<void>()
  first.resolve()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(asked).toEqual([1, 10])
  answer.resolve()
})
