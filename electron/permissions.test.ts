import { expect, test, vi } from 'vitest'
import { isOurs } from './origin'
import { guardPermissions, mayUse } from './permissions'

test('the camera is lent for slips, the microphone never', () => {
  expect(mayUse('media', true, ['video'])).toBe(true)
  expect(mayUse('media', true, ['audio'])).toBe(false)
  expect(mayUse('media', true, ['video', 'audio'])).toBe(false)
  expect(mayUse('media', true)).toBe(false)
})

test.each([
  'geolocation',
  'notifications',
  'usb',
  'display-capture',
  'clipboard-read',
  'toString',
  'made-up-tomorrow',
])('permission request: %s is denied', (permission) => {
  expect(mayUse(permission, true)).toBe(false)
})

test('permission request: a page that is not ours, or a frame inside ours, gets nothing', () => {
  const session = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
  }
  guardPermissions(session as never, isOurs)
  const decide = session.setPermissionRequestHandler.mock.calls[0]?.[0] as (...args: unknown[]) => void
  const answers: boolean[] = []
  const ask = (requestingUrl: string, isMainFrame: boolean) =>
    decide({}, 'clipboard-sanitized-write', (yes: boolean) => answers.push(yes), {
      requestingUrl,
      isMainFrame,
    })
  ask('app://zhanggui/', true)
  ask('app://zhanggui/', false)
  ask('http://example.invalid/?next=app://zhanggui', true)
  expect(answers).toEqual([true, false, false])
  const check = session.setPermissionCheckHandler.mock.calls[0]?.[0] as (...args: unknown[]) => boolean
  expect(check(null, 'media', 'https://example.invalid', { mediaType: 'video' })).toBe(false)
})
