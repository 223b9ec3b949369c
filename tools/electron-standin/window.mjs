import { EventEmitter } from 'node:events'
import { WebContents } from './web-contents.mjs'
import { app } from './app.mjs'

export class BrowserWindow extends EventEmitter {
  static #all = new Set()
  static #lastId = 0
  static getAllWindows = () => [...this.#all]
  static getFocusedWindow = () => [...this.#all].at(-1) ?? null
  static fromWebContents = (contents) =>
    [...this.#all].find((window) => window.webContents === contents) ?? null

  #visible
  #minimized = false
  #gone = false
  constructor(options = {}) {
    super()
    this.id = ++BrowserWindow.#lastId
    this.options = options
    this.#visible = options.show !== false
    this.webContents = new WebContents(this.id, options)
    this.webContents.once('destroyed', () => this.#closed())
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    BrowserWindow.#all.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
  }
  loadURL = (url) => this.webContents.loadURL(url)
  show() {
    this.#visible = true
    this.emit('show')
  }
  hide() {
    this.#visible = false
  }
  focus() {}
  minimize() {
    this.#minimized = true
  }
  restore() {
    this.#minimized = false
  }
  isMinimized = () => this.#minimized
  isVisible = () => this.#visible
  isDestroyed = () => this.#gone
  getTitle = () => this.options.title ?? app.getName()
  setMenu() {}
  async close() {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) await this.destroy()
  }
  destroy = () => this.webContents.destroy()
  #closed() {
    if (this.#gone) return
    this.#gone = true
    BrowserWindow.#all.delete(this)
    this.emit('closed')
    if (BrowserWindow.#all.size > 0) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}

export const webContents = {
  getAllWebContents: () => BrowserWindow.getAllWindows().map((window) => window.webContents),
  /** Playwright asks by this when a test closes a page. */
  fromDevToolsTargetId: (id) => webContents.getAllWebContents().find((contents) => contents.targetId === id),
}
