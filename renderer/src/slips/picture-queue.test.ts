import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SlipRowView } from '../../../core/rpc/api'
import type { KeptPicture, PictureStore } from './kept-pictures'
import { PictureQueue } from './picture-queue'

/** Keeps in memory what a browser keeps in its database; e2e/queue.e2e.test.ts runs the same queue on the real one. */
function memory(): PictureStore & { readonly items: Map<string, KeptPicture> } {
  const items = new Map<string, KeptPicture>()
  return {
    items,
    all: async () => [...items.values()],
    put: async (one) => void items.set(one.commandId, one),
    remove: async (commandId) => void items.delete(commandId),
  }
}
let made = 0
/** Core's yes to a picture: its row is only handed on. */
const taken = { row: {} as SlipRowView, repeat: false }
const queueOn = (store: PictureStore, send: (one: KeptPicture) => unknown) =>
  new PictureQueue({
    store,
    newCommandId: () => `command-${++made}`,
    send: async (one) => (await send(one), taken),
  })
const named = (...names: string[]) => names.map((name) => ({ name, picture: new Blob([name], { type: 'image/jpeg' }) })) // prettier-ignore
const refusal = (code: string) => Object.assign(new Error(code), { code: 'REFUSED', data: { code } })
const lost = () => new Error('the line is gone')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what is handed in leaves oldest first, each under its own command id, and is not kept any longer', async () => {
  const store = memory()
  const sent: string[] = []
  const queue = queueOn(store, async ({ commandId, name, source, picture }) => sent.push(`${commandId} ${name} ${source} ${picture.type} ${await picture.text()}`)) // prettier-ignore
  const ids = queue.handIn(named('one', 'two'), 'phone', true)
  expect(queue.state.waiting).toBe(2)
  await queue.wake()
  expect(sent).toEqual([`${ids[0]} one phone image/jpeg one`, `${ids[1]} two phone image/jpeg two`])
  expect(queue.state).toMatchObject({ waiting: 0, unsafe: 0, outcomes: [{ name: 'two' }, { name: 'one' }] })
  await vi.waitFor(() => expect(store.items.size).toBe(0))
})

test('an answer that is lost: sent again under the same id by the page that comes after, never dropped', async () => {
  const store = memory()
  const ids: string[] = []
  const queue = queueOn(store, ({ commandId }) => {
    ids.push(commandId)
    throw lost()
  })
  const [id] = queue.handIn(named('one'), 'phone', true)
  queue.handIn(named('of the desk'), 'drop')
  await queue.wake()
  expect(queue.state.waiting).toBe(2)
  const reopened = queueOn(store, ({ commandId }) => ids.push(commandId))
  await reopened.sendKept()
  expect(new Set(ids)).toEqual(new Set([id]))
  expect(reopened.state).toMatchObject({ waiting: 0, outcomes: [{ name: 'one', error: null }] })
  await vi.waitFor(() => expect(store.items.size).toBe(0))
  await reopened.sendKept()
  expect(reopened.state.outcomes).toHaveLength(1)
})

test('a lost line is tried again by itself, with growing pauses', async () => {
  let tries = 0
  const queue = queueOn(memory(), () => {
    tries++
    throw lost()
  })
  queue.handIn(named('one'), 'phone', true)
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

test('what core refuses is told with its reason and holds nothing back; what it refuses for the moment waits', async () => {
  let full = true
  const queue = queueOn(memory(), ({ name }) => {
    if (name === 'bad') throw refusal('picture-too-large')
    if (full) throw refusal('too-much-at-once')
  })
  queue.handIn(named('bad', 'good'), 'drop')
  await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 1, outcomes: [{ name: 'bad', row: null }] })
  full = false
  await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 0, outcomes: [{ name: 'good' }, { name: 'bad' }] })
  queue.forgetOutcomes()
  expect(queue.state.outcomes).toEqual([])
})

test('a bug is tried five times, then a person is told; a session that ended is no answer', async () => {
  let code = 'UNAUTHENTICATED'
  const queue = queueOn(memory(), () => {
    throw Object.assign(new Error(code), { code })
  })
  queue.handIn(named('one'), 'phone', true)
  for (let n = 0; n < 9; n++) await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 1, outcomes: [] })
  code = 'BUG'
  for (let n = 0; n < 4; n++) await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 1, outcomes: [] })
  await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 0, outcomes: [{ name: 'one', row: null }] })
})

test('a browser that keeps nothing: the picture is sent all the same, and until then the page says it is not safe', async () => {
  let live = false
  const queue = queueOn(
    { ...memory(), put: () => Promise.reject(new Error('private window')), all: () => Promise.reject(new Error('private window')) },
    () => {
      if (!live) throw lost()
    },
  ) // prettier-ignore
  await queue.sendKept()
  queue.handIn(named('one'), 'phone', true)
  queue.handIn(named('of the desk'), 'drop')
  await vi.waitFor(() => expect(queue.state).toMatchObject({ waiting: 2, unsafe: 1 }))
  live = true
  await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 0, unsafe: 0 })
})

test('a picture is called kept when it is, not while the phone still writes it', async () => {
  let written: () => void = () => undefined
  const store = memory()
  const put = async (one: KeptPicture) => {
    await new Promise<void>((resolve) => (written = resolve))
    return store.put(one)
  }
  const queue = queueOn({ ...store, put }, () => {
    throw lost()
  })
  queue.handIn(named('one'), 'phone', true)
  queue.handIn(named('of the desk'), 'drop')
  await queue.wake()
  expect(queue.state).toMatchObject({ waiting: 2, kept: 0, unsafe: 0 })
  written()
  await vi.waitFor(() => expect(queue.state).toMatchObject({ waiting: 2, kept: 1, unsafe: 0 }))
  const reopened = queueOn(store, () => {
    throw lost()
  })
  await reopened.sendKept()
  expect(reopened.state).toMatchObject({ waiting: 1, kept: 1 })
})

test('what is dropped is sent by no later page', async () => {
  const store = memory()
  const queue = queueOn(store, () => {
    throw lost()
  })
  queue.handIn(named('one'), 'phone', true)
  await queue.wake()
  queue.dropWaiting()
  await vi.waitFor(() => expect(store.items.size).toBe(0))
  expect(queue.state.waiting).toBe(0)
})

test('who is handed in while the last one leaves is not forgotten', async () => {
  const sent: string[] = []
  const queue = queueOn(memory(), ({ name }) => {
    if (name === 'first') queue.handIn(named('second'), 'phone', true)
    sent.push(name)
  })
  queue.handIn(named('first'), 'phone', true)
  await vi.waitFor(() => expect(sent).toEqual(['first', 'second']))
})
