import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  session,
  utilityProcess,
  type WebContents,
} from 'electron'
import { declareAppScheme, serveApp } from './app-protocol'
import { CORE_FLAGS } from './core-flags'
import { CoreProcess } from './core-process'
import { answer } from './ipc'
import { denyNavigation } from './navigation'
import { APP_ORIGIN, isOurs } from './origin'
import { guardPermissions } from './permissions'
import { reasonOf } from './reason'
import { shellCalls } from './shell-calls'
import { CORE_PORT } from './shell.contract'
import { commandOf, ownArguments, startOptions } from './start-options'
import { openWindow } from './window'

const out = resolve(import.meta.dirname, '..')
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const args = ownArguments(process.argv, app.isPackaged, app.getAppPath())

declareAppScheme()
const command = commandOf(args)
if (command) runCommand(command)
else runDesktop()

/** The packaged command line: core's own, in a process of its own, without a window. */
function runCommand(words: string[]): void {
  app.dock?.hide()
  void app.whenReady().then(() => {
    const child = utilityProcess.fork(join(out, 'main/cli.js'), words, {
      stdio: 'inherit',
      execArgv: CORE_FLAGS,
    })
    child.once('exit', (code) => app.exit(code))
  })
}

function runDesktop(): void {
  const options = startOptions(args)
  const title = options.practice ? '掌柜（练习）' : '掌柜'
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 })
  // Practice and real run side by side, each once: the lock lives in userData.
  app.setPath('userData', join(options.dataFolder, 'desktop'))
  if (!app.requestSingleInstanceLock()) return app.quit()

  const windows = new Map<WebContents, BrowserWindow>()
  const ours = (url: string) => isOurs(url, devServer)
  const core = new CoreProcess(join(out, 'main/core.js'), options.coreArgs, {
    started: () => windows.forEach((_window, contents) => connect(contents)),
    gaveUp: (message) => dialog.showErrorBox(title, message),
  })

  function connect(contents: WebContents): void {
    if (contents.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    if (core.connect(port1)) contents.postMessage(CORE_PORT, null, [port2])
  }

  function open(): void {
    const window = openWindow(title, out)
    const { webContents } = window
    windows.set(webContents, window)
    window.once('closed', () => windows.delete(webContents))
    window
      .loadURL(devServer ?? `${APP_ORIGIN}/`)
      .catch((error: unknown) => report('the page could not be loaded', error))
  }

  app.on('second-instance', () => {
    const window = [...windows.values()][0]
    if (!window) return open()
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => windows.size === 0 && open())
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())
  stopCoreBeforeQuitting(core)
  denyNavigation(app, report)
  answer(
    { knows: (contents) => windows.has(contents), isOurs: ours },
    shellCalls({
      dataFolder: options.dataFolder,
      practice: options.practice,
      connect,
      restartCore: () => core.restart(),
    }),
  )

  void app.whenReady().then(() => {
    Menu.setApplicationMenu(
      process.platform === 'darwin'
        ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
        : null,
    )
    guardPermissions(session.defaultSession, ours)
    serveApp(join(out, 'renderer'))
    core.start()
    open()
  })
}

/** Quitting waits for core's last commit; the second time round nothing is left to wait for. */
function stopCoreBeforeQuitting(core: CoreProcess): void {
  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    core
      .stop()
      .catch((error: unknown) => report('core did not stop in order', error))
      .finally(() => {
        stopped = true
        app.quit()
      })
  })
}

function report(what: string, error: unknown): void {
  process.stderr.write(`${what}: ${reasonOf(error)}\n`)
}
