import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { hashPin, setOwnerPin } from '../core/auth'
import { buildCore, type Core } from '../core/build-core'
import { serveFolder } from '../core/command-line/serve'
import { Disposables } from '../core/kernel'
import { noLog } from '../core/testing'
import { chromiumPath } from '../tools/chromium.mjs'

/** Stands for this PC's address in its LAN: another of loopback's, which Linux has without being asked. */
const LAN = '127.0.0.2'
const OWNER_PIN = '739184'

export interface LanShop extends AsyncDisposable {
  readonly browser: Browser
  readonly core: Core
  /** Where phones find the program; empty while the LAN is off. */
  lan(): string
  /** The owner's window on the PC itself. */
  openOwner(hash: string): Promise<Page>
  /** A phone that nobody has paired yet. */
  phone(): Promise<Page>
}

/** Shut and opened again the door must be at the same place, as it is for phones. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, LAN)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/**
 * The practice shops, served from source with the built screens, and a LAN that is this PC alone. A folder that is given
 * outlives them.
 */
export async function aLanShop(given?: string): Promise<LanShop> {
  await using born = new Disposables()
  const folder = given ?? mkdtempSync(join(tmpdir(), 'zhanggui-e2e-'))
  if (given === undefined) born.add(() => rmSync(folder, { recursive: true, force: true }))
  const core = born.add(await buildCore({ folder, practice: true, log: noLog }))
  const pin = await hashPin(OWNER_PIN)
  await core.database.withTx({ who: 'owner', from: 'test' }, (tx) => setOwnerPin(tx, pin))
  const served = born.add(
    await serveFolder(core, {
      host: '127.0.0.1', port: 0, practice: true, run: async () => 1,
      lan: { port: await freePort(), addresses: () => [LAN] },
    }), // prettier-ignore
  )
  const { executablePath, env, args } = await chromiumPath()
  const browser = await chromium.launch({ executablePath, args, env })
  born.add(() => browser.close())
  const common = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' } as const
  const pageOf = async (options: Parameters<Browser['newContext']>[0]) => {
    const page = await (await browser.newContext({ ...common, ...options })).newPage()
    page.setDefaultTimeout(60_000)
    return page
  }
  const life = born.move()
  return {
    browser,
    core,
    lan: () => core.rpc.lan.state.addresses[0] ?? '',
    async openOwner(hash) {
      const page = await pageOf({ viewport: { width: 1440, height: 900 } })
      await page.goto(served.link())
      await page.goto(`${served.address}/#/${hash}`)
      return page
    },
    phone: () => pageOf({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }),
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}
