import type { IpcMainInvokeEvent } from 'electron'
import { expect, test, vi } from 'vitest'
import { isOurs } from './origin'

const handlers = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>()
vi.mock('electron', () => ({
  ipcMain: { handle: (name: string, handler: never) => handlers.set(name, handler) },
}))
const { answer, isTrusted } = await import('./ipc')

type Event = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>
const main = { url: 'app://zhanggui/orders' }
const contents = { mainFrame: main }
const trusted = { knows: (one: unknown) => one === contents, isOurs: (url: string) => isOurs(url) }
const event = (sender: unknown, senderFrame: unknown) => ({ sender, senderFrame }) as Event

test('our main frame in our window is heard', () => {
  expect(isTrusted(event(contents, main), trusted)).toBe(true)
})

test('foreign sender: a frame inside our page is not heard', () => {
  expect(isTrusted(event(contents, { url: 'app://zhanggui/orders' }), trusted)).toBe(false)
})

test('foreign sender: a window that we did not open is not heard', () => {
  expect(isTrusted(event({ mainFrame: main }, main), trusted)).toBe(false)
})

test('foreign sender: a frame that is gone is not heard', () => {
  expect(isTrusted(event(contents, null), trusted)).toBe(false)
})

test.each([
  'http://example.invalid/?next=app://zhanggui',
  'https://app://zhanggui',
  'app://zhanggui.example.invalid/',
  'app://zhanggui@example.invalid/',
  'file:///etc/passwd',
  'about:blank',
  '',
])('foreign sender: %s is not ours', (url) => {
  const frame = { url }
  const sender = { mainFrame: frame }
  expect(isTrusted(event(sender, frame), { ...trusted, knows: () => true })).toBe(false)
})

test('foreign sender: the call behind the check does not run', async () => {
  const connectCore = vi.fn()
  answer(trusted, { connectCore } as never)
  const call = handlers.get('shell:connectCore')
  await expect(call?.(event({ mainFrame: main }, main))).rejects.toThrow('not a page of ours')
  expect(connectCore).not.toHaveBeenCalled()
  await call?.(event(contents, main))
  expect(connectCore).toHaveBeenCalledWith(contents)
})
