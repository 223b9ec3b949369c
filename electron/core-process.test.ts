import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

class FakeChild extends EventEmitter {
  postMessage = vi.fn()
  kill = vi.fn(() => this.emit('exit', 137))
}
const children: FakeChild[] = []
const fork = vi.fn(() => {
  const child = new FakeChild()
  children.push(child)
  return child
})
const safeStorage = {
  isAsyncEncryptionAvailable: vi.fn(() => Promise.resolve(true)),
  getSelectedStorageBackend: () => 'basic_text',
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`wrapped ${text}`)),
  decryptStringAsync: (bytes: Buffer) =>
    Promise.resolve({ result: bytes.toString().slice(8), shouldReEncrypt: true }),
}
vi.mock('electron', () => ({ utilityProcess: { fork }, safeStorage }))
const { CoreProcess } = await import('./core-process')

beforeEach(() => {
  vi.useFakeTimers()
  children.length = 0
})
afterEach(() => vi.useRealTimers())

function startedCore() {
  const events = { started: vi.fn(), gaveUp: vi.fn() }
  const core = new CoreProcess('core.js', ['--data', 'd'], events)
  core.start()
  return { core, events }
}
const last = () => children.at(-1) as FakeChild

test('a fallen core comes back, each time later, and after six falls a person is told', () => {
  const { events } = startedCore()
  for (const pauseMs of [500, 1_000, 2_000, 4_000, 8_000]) {
    last().emit('exit', 139)
    const before = children.length
    vi.advanceTimersByTime(pauseMs - 1)
    expect(children.length).toBe(before)
    vi.advanceTimersByTime(1)
    expect(children.length).toBe(before + 1)
  }
  last().emit('exit', 139)
  expect(events.gaveUp).toHaveBeenCalledOnce()
  expect(events.started).toHaveBeenCalledTimes(6)
})

test('a minute of steady work forgives earlier falls', () => {
  const { events } = startedCore()
  for (let fall = 0; fall < 20; fall++) {
    last().emit('exit', 1)
    vi.advanceTimersByTime(500)
    vi.advanceTimersByTime(60_000)
  }
  expect(events.gaveUp).not.toHaveBeenCalled()
})

test('a core that refused is not started again; its own sentence is shown', () => {
  const { events } = startedCore()
  last().emit('message', { kind: 'refused', message: '数据文件夹正被另一个掌柜使用' })
  last().emit('exit', 1)
  vi.advanceTimersByTime(60_000)
  expect(children.length).toBe(1)
  expect(events.gaveUp).toHaveBeenCalledWith('数据文件夹正被另一个掌柜使用')
})

test('stopping asks first and kills only a core that does not listen', async () => {
  const { core } = startedCore()
  const stopping = core.stop()
  expect(last().postMessage).toHaveBeenCalledWith({ kind: 'stop' })
  expect(last().kill).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10_000)
  expect(last().kill).toHaveBeenCalledOnce()
  await stopping
  vi.advanceTimersByTime(60_000)
  expect(children.length).toBe(1)
})

test('the data key is wrapped, unwrapped and re-wrapped, and a Linux without a key store is named as such', async () => {
  startedCore()
  last().emit('message', { kind: 'keeper', id: 1, op: 'wrap', data: 'key' })
  last().emit('message', {
    kind: 'keeper',
    id: 2,
    op: 'unwrap',
    data: Buffer.from('wrapped key').toString('base64'),
  })
  await vi.waitFor(() => expect(last().postMessage).toHaveBeenCalledTimes(2))
  const wrapped = Buffer.from('wrapped key').toString('base64')
  const strength = process.platform === 'linux' ? 'plain' : 'system'
  expect(last().postMessage).toHaveBeenCalledWith({
    kind: 'keeper',
    id: 1,
    ok: true,
    data: wrapped,
    strength,
  })
  expect(last().postMessage).toHaveBeenCalledWith({
    kind: 'keeper',
    id: 2,
    ok: true,
    data: 'key',
    strength,
    rewrapped: wrapped,
  })
})

test('without a key store core hears why', async () => {
  startedCore()
  safeStorage.isAsyncEncryptionAvailable.mockResolvedValueOnce(false)
  last().emit('message', { kind: 'keeper', id: 3, op: 'wrap', data: 'key' })
  await vi.waitFor(() =>
    expect(last().postMessage).toHaveBeenCalledWith({
      kind: 'keeper',
      id: 3,
      ok: false,
      reason: 'no key store',
    }),
  )
})
