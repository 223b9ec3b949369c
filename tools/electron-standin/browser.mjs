import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../chromium.mjs'

let context

/** One Chromium for the app, its profile below userData; its debugging address is announced as Electron does. */
export function openBrowser(userData) {
  context ??= launch(join(userData, 'chromium'))
  return context
}

/** The context of an app that is ready. */
export function browser() {
  if (!context) throw new Error('a window was made before the app was ready')
  return context
}

export async function closeBrowser() {
  const running = context && (await context)
  await running?.close()
}

async function launch(profile) {
  const { executablePath, args, env } = await chromiumPath()
  const opened = await chromium.launchPersistentContext(profile, {
    executablePath,
    env,
    args: [...args, '--remote-debugging-port=0'],
    headless: process.env.ZG_STANDIN_HEADED !== '1',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: null,
    acceptDownloads: true,
  })
  const [port, path] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
  process.stderr.write(`DevTools listening on ws://127.0.0.1:${port}${path}\n`)
  return opened
}
