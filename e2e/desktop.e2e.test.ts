import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { launchDesktop } from './launch-desktop'

interface Desktop {
  readonly zhanggui: { appInfo(): Promise<object>; restartCore(): Promise<void> }
}

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-desktop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the window shows the practice shops over its port, without a socket, and quitting ends core in order', async () => {
  {
    await using desktop = await launchDesktop(['--demo', '--data', folder])
    const { window, ranOn } = desktop
    expect(['electron', 'stand-in']).toContain(ranOn)
    const sockets: string[] = []
    window.on('websocket', (socket) => sockets.push(socket.url()))
    await window.locator('.card').first().waitFor({ timeout: 60_000 })
    expect(await window.locator('.practice-mark').innerText()).toBe('练习店')
    expect(await window.evaluate(() => (window as unknown as Desktop).zhanggui.appInfo())).toMatchObject({
      practice: true,
      dataFolder: folder,
    })
    // Core leaves and comes back: the page is handed a new port and goes on, still without a socket.
    await window.evaluate(() => (window as unknown as Desktop).zhanggui.restartCore())
    await window.getByRole('button', { name: '表格', exact: true }).click()
    await window.locator('.t-row').first().waitFor()
    expect(sockets).toEqual([])
    expect(existsSync(join(folder, 'zhanggui.sqlite-wal'))).toBe(true)
  }
  // SQLite folds its log into the file only when the last connection was closed properly.
  expect(existsSync(join(folder, 'zhanggui.sqlite'))).toBe(true)
  expect(existsSync(join(folder, 'zhanggui.sqlite-wal'))).toBe(false)
})

test('what core is built into can be read by Node 20, which then says that it is too old', () => {
  const built = globSync(join(import.meta.dirname, '../out/main/**/*.js'))
  expect(built.length).toBeGreaterThan(5)
  for (const file of built) expect(readFileSync(file, 'utf8'), file).not.toMatch(/\bawait using\b/)
  // Its imports are read before its first word: all but the guard is loaded after.
  const cli = join(import.meta.dirname, '../out/main/cli.js')
  const imports = readFileSync(cli, 'utf8').match(/^\s*import\b(?!\().*$/gm) ?? []
  for (const line of imports) expect(line).toMatch(/node-guard/)
  const older = 'data:text/javascript,Object.defineProperty(process.versions,"napi",{value:"9"})'
  const said = spawnSync(process.execPath, ['--import', older, cli, 'doctor'], { encoding: 'utf8' })
  expect(said).toMatchObject({ status: 78, stdout: '' })
  expect(said.stderr).toMatch(/掌柜需要 Node 22\.12[\s\S]*Zhanggui needs Node 22\.12/)
})
