import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { answerFrom } = await import('./app-protocol')

const folder = mkdtempSync(join(tmpdir(), 'app-protocol-'))
const root = join(folder, 'renderer')
beforeAll(() => {
  mkdirSync(join(root, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'renderer-secrets'))
  writeFileSync(join(root, 'index.html'), '<html>')
  writeFileSync(join(root, 'assets/a.js'), 'a')
  writeFileSync(join(folder, 'keys.json'), 'secret')
  writeFileSync(join(folder, 'renderer-secrets/keys.json'), 'secret')
  symlinkSync(join(folder, 'keys.json'), join(root, 'link.json'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (url: string, method = 'GET') => answerFrom(root, { url, method })

test('pages and files are served with the policy that forbids foreign code', async () => {
  const page = await get('app://zhanggui/orders/42')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toContain('unsafe-eval')
  expect(await (await get('app://zhanggui/assets/a.js')).text()).toBe('a')
  expect((await get('app://zhanggui/assets/missing.js')).status).toBe(404)
})

test.each([
  'app://zhanggui/../keys.json',
  'app://zhanggui/..%2fkeys.json',
  'app://zhanggui/%2e%2e/keys.json',
  'app://zhanggui/%2e%2e%2fkeys.json',
  'app://zhanggui/assets/..%2f..%2fkeys.json',
  'app://zhanggui/..%2frenderer-secrets/keys.json',
  'app://zhanggui/..%5ckeys.json',
  'app://zhanggui//etc/hosts.json',
  'app://zhanggui/%2fetc%2fhosts.json',
  'app://zhanggui/keys.json%00.html',
  'app://zhanggui/%E0%A4%A.json',
])('path traversal: %s stays inside', async (url) => {
  expect((await get(url)).status).toBe(404)
})

test('path traversal by a symbolic link stays inside', async () => {
  expect((await get('app://zhanggui/link.json')).status).toBe(404)
})

test('a foreign host under our scheme gets nothing', async () => {
  expect((await get('app://evil/index.html')).status).toBe(404)
  expect((await get('app://zhanggui.evil/index.html')).status).toBe(404)
})

test('writing methods get nothing', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD'])
    expect((await get('app://zhanggui/', method)).status).toBe(405)
})
