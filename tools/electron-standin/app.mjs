import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { closeBrowser, openBrowser } from './browser.mjs'
import { recorder } from './recorded.mjs'

const appFolder = resolve(process.argv[1] ?? '.', '../../..')
const manifest = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'))
process.versions.electron ??= manifest.devDependencies?.electron ?? '0'
process.versions.chrome ??= 'standin'
process.type = 'browser'
process.resourcesPath ??= join(appFolder, 'resources')

class App extends EventEmitter {
  isPackaged = process.env.ZG_STANDIN_PACKAGED === '1'
  name = manifest.name
  dock = undefined
  relaunch = recorder('relaunch')
  commandLine = { appendSwitch: recorder('appendSwitch'), hasSwitch: () => false, getSwitchValue: () => '' }
  #paths = new Map([
    ['userData', join(homedir(), `.${manifest.name}-standin`)],
    ['temp', tmpdir()],
    ['home', homedir()],
  ])
  #quitting = false
  #ready = false
  /** Resolves when Chromium runs: then Playwright can be told where, as Electron's own start does. */
  #whenReady = undefined

  whenReady() {
    this.#whenReady ??= new Promise((done) => setImmediate(done))
      .then(() => openBrowser(this.getPath('userData')))
      .then(() => {
        this.#ready = true
        this.emit('ready')
      })
    return this.#whenReady
  }
  isReady = () => this.#ready
  getName = () => this.name
  getVersion = () => manifest.version
  getAppPath = () => appFolder
  getLocale = () => 'zh-CN'
  getPath(name) {
    return this.#paths.get(name) ?? join(this.#paths.get('userData'), name)
  }
  setPath(name, path) {
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }
  setAppUserModelId() {}
  requestSingleInstanceLock = () => true
  focus() {}

  quit() {
    if (this.#quitting) return
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (prevented) return
    this.#quitting = true
    void this.#end()
  }
  async #end() {
    const { BrowserWindow } = await import('./window.mjs')
    for (const window of BrowserWindow.getAllWindows()) await window.destroy()
    this.emit('will-quit', { preventDefault() {} })
    await closeBrowser()
    this.emit('quit', {}, 0)
    this.exit(0)
  }
  exit(code = 0) {
    process.exit(code)
  }
}

export const app = new App()
