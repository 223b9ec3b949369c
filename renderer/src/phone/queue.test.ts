import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PhoneQueue } from './queue'
import type { Queued, QueueStore } from './queue-store'

/** Keeps in memory what a browser keeps in its database; e2e/queue.e2e.test.ts runs the same queue on the real one. */
function memory(): QueueStore & { readonly items: Map<string, Queued> } {
  const items = new Map<string, Queued>()
  return {
    items,
    all: async () => [...items.values()],
    put: async (item) => void items.set(item.commandId, item),
    remove: async (commandId) => void items.delete(commandId),
  }
}
let made = 0
const queueOn = (store: QueueStore) => new PhoneQueue(store, () => `command-${++made}`)
const picture = (text: string) => new Blob([text], { type: 'image/jpeg' })
const refusal = (code: string) => Object.assign(new Error(code), { code: 'REFUSED', data: { code } })
const lost = () => new Error('the line is gone')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what is put in while nobody sends is kept, and leaves oldest first under its own command id', async () => {
  const queue = queueOn(memory())
  const ids = [await queue.add('slip', picture('one'), 'one.jpg'), await queue.add('slip', picture('two'), 'two.jpg')]
  await queue.add('other', picture('not mine'))
  expect(queue.state).toEqual({ waiting: 3, refused: [] })
  const sent: string[] = []
  queue.send('slip', async ({ commandId, blob, name }) => sent.push(`${commandId} ${name} ${blob.type} ${await blob.text()}`)) // prettier-ignore
  await queue.wake()
  expect(sent).toEqual([`${ids[0]} one.jpg image/jpeg one`, `${ids[1]} two.jpg image/jpeg two`])
  expect(queue.state).toEqual({ waiting: 1, refused: [] })
}) // prettier-ignore

test('an answer that is lost: sent again under the same id when the line is back, never dropped', async () => {
  const store = memory()
  const queue = queueOn(store)
  const ids: string[] = []
  queue.send('slip', async ({ commandId }) => {
    ids.push(commandId)
    throw lost()
  })
  const id = await queue.add('slip', picture('one'))
  await queue.wake()
  expect(queue.state.waiting).toBe(1)
  // A page that was closed meanwhile finds it again.
  const reopened = queueOn(store)
  reopened.send('slip', async ({ commandId }) => ids.push(commandId))
  await reopened.wake()
  expect(new Set(ids)).toEqual(new Set([id]))
  expect(reopened.state.waiting).toBe(0)
})

test('a lost line is tried again by itself, with growing pauses', async () => {
  const queue = queueOn(memory())
  let tries = 0
  queue.send('slip', async () => {
    tries++
    throw lost()
  })
  await queue.add('slip', picture('one'))
  await queue.wake()
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms)
    return tries
  }
  const first = tries
  expect(await after(999)).toBe(first)
  expect(await after(1)).toBe(first + 1)
  expect(await after(1_999)).toBe(first + 1)
  expect(await after(1)).toBe(first + 2)
})

test('what core refuses is set aside with its reason and holds nothing back; sent again it is a new command', async () => {
  const queue = queueOn(memory())
  const sent: string[] = []
  const stop = queue.send('slip', async ({ commandId, name }) => {
    sent.push(commandId)
    if (name === 'bad') throw refusal('picture-unreadable')
  })
  const bad = await queue.add('slip', picture('bad'), 'bad')
  await queue.add('slip', picture('good'), 'good')
  await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 0, refused: [{ commandId: bad, refused: 'picture-unreadable' }] }) // prettier-ignore
  await queue.wake()
  expect(sent).toHaveLength(2)
  stop()
  queue.send('slip', async ({ commandId }) => sent.push(commandId))
  await queue.again(bad)
  await queue.wake()
  expect(queue.state).toEqual({ waiting: 0, refused: [] })
  expect(sent).toHaveLength(3)
  expect(sent[2]).not.toBe(bad)
})

test('a bug is tried five times, then a person decides; a session that ended is no answer', async () => {
  const queue = queueOn(memory())
  let code = 'UNAUTHENTICATED'
  queue.send('slip', async () => {
    throw Object.assign(new Error(code), { code })
  })
  const id = await queue.add('slip', picture('one'))
  for (let n = 0; n < 9; n++) await queue.wake()
  expect(queue.state).toEqual({ waiting: 1, refused: [] })
  code = 'BUG'
  for (let n = 0; n < 5; n++) await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 0, refused: [{ refused: 'BUG' }] })
  await queue.drop(id)
  expect(queue.state).toEqual({ waiting: 0, refused: [] })
})

test('who is woken while the last one leaves misses nothing', async () => {
  const queue = queueOn(memory())
  const sent: string[] = []
  queue.send('slip', async ({ name }) => {
    if (name === 'first') void queue.add('slip', picture('second'), 'second')
    sent.push(name)
  })
  await queue.add('slip', picture('first'), 'first')
  await vi.waitFor(() => expect(sent).toEqual(['first', 'second']))
})
