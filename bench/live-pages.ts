import websocket from '@fastify/websocket'
import fastify from 'fastify'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { chromiumPath } from '../tools/chromium.mjs'

/** When each page painted what it was waiting for: UTC ms by the page's own clock. */
export type Painted = ReadonlyMap<number, number>

/** Hears from pages what they painted. A page tells it after the frame was handed to the screen. */
export class Listener {
  #wanted = ''
  #painted = new Map<number, number>()
  #all = Promise.withResolvers<Painted>()
  constructor(readonly pages: number) {}

  /** Resolves when every page painted `text`; rejects after 20 seconds with how many did. */
  async until(text: string): Promise<Painted> {
    this.#wanted = text
    this.#painted = new Map()
    this.#all = Promise.withResolvers()
    const late = setTimeout(
      () => this.#all.reject(new Error(`${this.#painted.size} of ${this.pages} pages painted «${text}»`)),
      20_000,
    )
    try {
      return await this.#all.promise
    } finally {
      clearTimeout(late)
    }
  }
  told(page: number, text: string, at: number): void {
    if (!text.includes(this.#wanted) || this.#painted.has(page)) return
    this.#painted.set(page, at)
    if (this.#painted.size === this.pages) this.#all.resolve(this.#painted)
  }
}

/** Runs in the page before its own scripts: the text of a new `[data-order]` is told once it is painted. */
function watchOrders(): void {
  const page = globalThis as unknown as { painted(text: string, at: number): void }
  const tell = (card: Element): void => {
    const text = card.textContent
    // A task after the frame: layout and paint of this text are done.
    requestAnimationFrame(() => setTimeout(() => page.painted(text, Date.now())))
  }
  const look = (records: readonly MutationRecord[]): void => {
    for (const added of records.flatMap((record) => [...record.addedNodes]))
      if (added instanceof Element)
        if (added.matches('[data-order]')) tell(added)
        else added.querySelectorAll('[data-order]').forEach(tell)
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}

export async function openBrowser(): Promise<Browser> {
  // Asked for at run time: bundled, Playwright looks for its own files beside the bundle.
  const { chromium } = createRequire(import.meta.url)('playwright-core') as typeof import('playwright-core')
  const { executablePath, args, env } = await chromiumPath()
  return chromium.launch({ executablePath, args, env })
}

/** `count` stations, each with a session and a cache of its own, whose orders' board is open. */
export async function openStations(
  browser: Browser,
  address: string,
  link: () => string,
  count: number,
  listener: Listener,
): Promise<Page[]> {
  const pages: Page[] = []
  for (let n = 0; n < count; n++) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    await context.exposeFunction('painted', (text: string, at: number) => listener.told(n, text, at))
    const page = await context.newPage()
    await page.addInitScript(watchOrders)
    await page.goto(link())
    await page.goto(`${address}/#/orders?view=board`)
    await page.waitForSelector('.board .column', { timeout: 30_000 })
    pages.push(page)
  }
  return pages
}

const ECHO_PAGE = `<!doctype html><meta charset="utf-8"><script>
new WebSocket('ws://' + location.host + '/echo').onmessage = ({ data }) => {
  document.body.append(Object.assign(document.createElement('p'), { textContent: data }))
  requestAnimationFrame(() => setTimeout(() => painted(data, Date.now())))
}</script><body>`

/**
 * The least there can be: a server that sends a text to every page, and pages that append it. They lie in the
 * stations' contexts and tell the same listener.
 */
export async function startEcho(
  stations: readonly Page[],
): Promise<AsyncDisposable & { send(text: string): void }> {
  const app = fastify({ forceCloseConnections: true })
  const sockets = new Set<{ send(text: string): void }>()
  await app.register(websocket)
  app.get('/', (_request, reply) => reply.type('text/html').send(ECHO_PAGE))
  app.get('/echo', { websocket: true }, (socket) => void sockets.add(socket))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as { port: number }
  for (const station of stations) {
    const page = await station.context().newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
  }
  return {
    send: (text) => sockets.forEach((socket) => socket.send(text)),
    [Symbol.asyncDispose]: () => app.close(),
  }
}
