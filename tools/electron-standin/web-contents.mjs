import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { browser } from './browser.mjs'
import { ipcMain } from './ipc.mjs'
import { pageSide } from './page-side.mjs'
import { nextPortId } from './ports.mjs'
import { inward, outward, served } from './protocol.mjs'
import { session } from './session.mjs'

const claimed = new Set()

/** A page of Chromium as Electron's WebContents. Methods wait until the page exists. */
export class WebContents extends EventEmitter {
  session = session.defaultSession
  targetId
  #page
  #ready
  #ports = new Map()
  #openHandler
  /** Addresses that the app itself loads; `will-navigate` is for all others. */
  #loading = new Set()

  constructor(id, options) {
    super()
    this.id = id
    this.#ready = this.#open(options)
    this.#ready.catch((error) => {
      process.stderr.write(`the stand-in's window did not open: ${error.stack}\n`)
      process.exit(1)
    })
  }

  get mainFrame() {
    return this.#frame
  }
  #frame = Object.defineProperty({ frameTreeNodeId: 1, parent: null }, 'url', { get: () => this.getURL() })

  async #open(options) {
    const context = await browser()
    const unused = context.pages().find((page) => page.url() === 'about:blank' && !claimed.has(page))
    if (unused) claimed.add(unused)
    const page = unused ?? (await context.newPage())
    claimed.add(page)
    this.#page = page
    await page.setViewportSize({ width: options.width ?? 800, height: options.height ?? 600 })
    await page.exposeFunction('__standinSend', (said) => this.#hear(said))
    const preload = options.webPreferences?.preload
    if (preload) await this.#inject(page, preload)
    await page.route('**/*', (route) => this.#route(route))
    page.on('domcontentloaded', () => this.emit('dom-ready'))
    page.on('load', () => page.url() !== 'about:blank' && this.emit('did-finish-load'))
    page.on('pageerror', (error) => process.stderr.write(`[renderer] ${error.message}\n`))
    page.on('close', () => this.emit('destroyed'))
    page.on('popup', (child) => void child.close())
    const cdp = await context.newCDPSession(page)
    const { targetInfo } = await cdp.send('Target.getTargetInfo')
    this.targetId = targetInfo.targetId
    cdp.on('Page.windowOpen', ({ url }) => this.#windowOpened(url))
    await cdp.send('Page.enable')
    return page
  }

  /** As a function literal, not through eval: the app's Content-Security-Policy stays whole. */
  #inject(page, preload) {
    const wrapped = `function (require, process, exports, module) {${readFileSync(preload, 'utf8')}\n}`
    return page.addInitScript({ content: `(${pageSide.toString()})(${wrapped})` })
  }

  async #hear(said) {
    if (said.type === 'port') return this.#ports.get(said.id)?.peer.deliver(said.data)
    if (said.type === 'port-close') return this.#ports.get(said.id)?.close()
    const event = { sender: this, senderFrame: this.mainFrame, ports: [] }
    if (said.type === 'send') return void ipcMain.emit(said.channel, event, ...said.args)
    const handler = ipcMain.handlers.get(said.channel)
    if (!handler) return { error: `Error: No handler registered for '${said.channel}'` }
    try {
      return { value: await handler(event, ...said.args) }
    } catch (error) {
      return { error: String(error) }
    }
  }

  async #route(route) {
    const request = route.request()
    if (request.isNavigationRequest() && !this.#allows(request)) return route.abort('aborted')
    if (!(await served(route))) await route.continue()
  }

  #allows(request) {
    const main = request.frame() === this.#page.mainFrame()
    if (main && this.#loading.has(request.url())) return true
    let prevented = false
    const event = { url: inward(request.url()), isMainFrame: main, preventDefault: () => (prevented = true) }
    this.emit('will-frame-navigate', event)
    if (main) this.emit('will-navigate', event, event.url)
    return !prevented
  }

  /** The page's wish, as it wrote it; the popup itself is closed, whatever the app says. */
  #windowOpened(url) {
    const verdict = this.#openHandler?.({ url: inward(url), disposition: 'new-window' })
    if (verdict?.action === 'allow') process.stderr.write(`the stand-in opens no second page for ${url}\n`)
  }

  async loadURL(url) {
    const page = await this.#ready
    this.#loading.add(outward(url))
    await page.goto(outward(url))
  }
  getURL() {
    return this.#page ? inward(this.#page.url()) : ''
  }
  isDestroyed() {
    return this.#page?.isClosed() ?? false
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler
  }
  async send(channel, ...args) {
    const page = await this.#ready
    await page.evaluate(([name, values]) => window.__standin.emit(name, values, []), [channel, args])
  }
  async postMessage(channel, message, transfer = []) {
    const page = await this.#ready
    const moved = transfer.map((port) => ({ id: nextPortId(), port }))
    for (const { id, port } of moved) this.#ports.set(id, port)
    const ids = moved.map(({ id }) => id)
    await page.evaluate(
      ([name, values, portIds]) => window.__standin?.emit(name, values, portIds),
      [channel, [message], ids],
    )
    const call = (what) => page.evaluate(...what).catch((error) => this.#unlessGone(error))
    for (const { id, port } of moved)
      port.moveTo({
        message: (data) => void call([([to, value]) => window.__standin?.deliver(to, value), [id, data]]),
        close: () => void call([(to) => window.__standin?.close(to), id]),
      })
  }
  /** What is said to a page that closes or reloads is lost, as in Electron. */
  #unlessGone(error) {
    if (!/closed|destroyed|navigat/i.test(String(error))) throw error
  }
  async printToPDF(options = {}) {
    const page = await this.#ready
    return page.pdf({ printBackground: options.printBackground ?? false, format: options.pageSize ?? 'A4' })
  }
  async executeJavaScript(code) {
    return (await this.#ready).evaluate(code)
  }
  async reload() {
    await (await this.#ready).reload()
  }
  openDevTools() {}
  close() {
    return this.destroy()
  }
  async destroy() {
    const page = await this.#ready
    if (!page.isClosed()) await page.close()
  }
}
