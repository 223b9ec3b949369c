import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'

const openExternal = vi.fn(() => Promise.resolve())
const showMessageBox = vi.fn(() => Promise.resolve({ response: 1 }))
vi.mock('electron', () => ({ shell: { openExternal }, dialog: { showMessageBox } }))
const { denyNavigation } = await import('./navigation')
const { judge, safeOpenExternal } = await import('./open-external')

function lockedContents() {
  const app = new EventEmitter()
  denyNavigation(app as never, () => undefined)
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() })
  app.emit('web-contents-created', {}, contents)
  return contents
}

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
  '%s to http://example.invalid/?next=app://zhanggui is refused',
  (name) => {
    const event = { url: 'http://example.invalid/?next=app://zhanggui', preventDefault: vi.fn() }
    lockedContents().emit(name, event, event.url)
    expect(event.preventDefault).toHaveBeenCalled()
  },
)

test('window.open opens no window, and no program of the PC', () => {
  const contents = lockedContents()
  const handler = contents.setWindowOpenHandler.mock.calls[0]?.[0] as (wish: { url: string }) => unknown
  for (const url of [
    'file:///C:/Windows/System32/calc.exe',
    'ms-msdt:/id',
    'smb://evil/share',
    'javascript:alert(1)',
  ])
    expect(handler({ url })).toEqual({ action: 'deny' })
  expect(openExternal).not.toHaveBeenCalled()
})

test.each([
  ['https://admin.shopify.com/store/a', 'open'],
  ['https://shopify.com.evil.invalid/', 'ask'],
  ['https://evilshopify.com/', 'ask'],
  ['http://shopify.com/', 'never'],
  ['https://shopify.com@evil.invalid/', 'never'],
  ['app://zhanggui/', 'never'],
  ['not an address', 'never'],
])('the address %s: %s', (url, verdict) => {
  expect(judge(url)).toBe(verdict)
})

test('an unknown host is opened only after the person said yes', async () => {
  expect(await safeOpenExternal('https://example.invalid/')).toBe(false)
  expect(openExternal).not.toHaveBeenCalled()
  showMessageBox.mockResolvedValueOnce({ response: 0 })
  expect(await safeOpenExternal('https://example.invalid/')).toBe(true)
  expect(openExternal).toHaveBeenCalledWith('https://example.invalid/')
})
