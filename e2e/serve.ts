import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { chromiumPath } from '../tools/chromium.mjs'

const cli = resolve(import.meta.dirname, '../out/main/cli.js')

export interface Station extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly address: string
  readonly browser: Browser
  /**
   * A page of the owner, the orders on it. The first one uses up the one-time link; later ones share its session.
   * `now`: the clock of the page stands there.
   */
  open(hash?: string, options?: BrowserContextOptions & { readonly now?: Date }): Promise<Page>
}

/**
 * The built program (`npm run build` first) and a browser before it: with its practice shops in a folder of its own, or
 * on a folder that the test has prepared. The folder is gone afterwards.
 */
export async function startStation(prepared?: string): Promise<Station> {
  const folder = prepared ?? mkdtempSync(join(tmpdir(), 'zhanggui-e2e-'))
  const demo = prepared === undefined ? ['--demo'] : []
  const core = spawn(process.execPath, [cli, 'serve', ...demo, '--json', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(core.stdout, 'data')) as [Buffer]
  const { address, link } = JSON.parse(String(line)) as { address: string; link: string }
  const { executablePath, env, args } = await chromiumPath()
  const browser = await chromium.launch({ executablePath, args, env })
  const session = browser.newContext().then(async (context) => {
    await context.request.get(link)
    return context.storageState()
  })
  return {
    address,
    browser,
    async open(hash = 'orders?view=board', { now, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', storageState: await session, ...options,
      }) // prettier-ignore
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      if (now) await page.clock.setFixedTime(now)
      await page.goto(`${address}/#/${hash}`)
      return page
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      core.kill('SIGTERM')
      if (core.exitCode === null) await once(core, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What axe finds serious or critical, one line each; empty is good. */
export async function seriousFaults(page: Page, axeSource: string): Promise<string[]> {
  await page.evaluate(axeSource)
  const run = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 4).map((node) => id + ' ' + node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`
  return page.evaluate<string[]>(run)
}
