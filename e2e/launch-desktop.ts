import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

const root = resolve(import.meta.dirname, '..')

export interface Desktop extends AsyncDisposable {
  app: ElectronApplication
  /** The first window, its page loaded. */
  window: Page
  /** Which of the two the test ran on. The stand-in proves no isolation, sandbox, fuse or key store. */
  ranOn: 'electron' | 'stand-in'
}

/**
 * Starts the built app (`npm run build` first) as Playwright starts any Electron app: on the real binary when it is
 * here and there is a display, else on the stand-in. `args` go to the app (`--data`, `--demo`, `--port`).
 * `appFolder`: an unpacked app outside the checkout instead of the checkout.
 */
export async function launchDesktop(args: readonly string[], appFolder = root): Promise<Desktop> {
  const binary = electronBinary()
  const ranOn = binary ? 'electron' : 'stand-in'
  const app = await _electron.launch({
    executablePath: binary ?? join(root, 'tools/electron-standin/electron'),
    args: [binary ? appFolder : join(appFolder, 'out/main/main.js'), ...args],
    cwd: appFolder,
    env: { ...inheritedEnv(), ZG_STANDIN_NODE: process.execPath },
    timeout: 60_000,
  })
  process.stderr.write(
    `the desktop runs on ${ranOn === 'electron' ? "Electron's own binary" : 'the stand-in'}\n`,
  )
  const window = await app.firstWindow()
  await window.waitForLoadState('load')
  return { app, window, ranOn, [Symbol.asyncDispose]: () => app.close() }
}

function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  const screen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (!screen || !existsSync(named)) return undefined
  const file = join(folder, 'dist', readFileSync(named, 'utf8'))
  return existsSync(file) ? file : undefined
}

function inheritedEnv(): Record<string, string> {
  const set = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(
    set.filter(([name]) => name !== 'NODE_OPTIONS' && name !== 'ELECTRON_RUN_AS_NODE'),
  )
}
