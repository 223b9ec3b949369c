import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../chromium.mjs'

let context

/** One Chromium for the app, its profile below userData; its debugging address is announced as Electron does. */
export function openBrowser(userData) {
  context ??= launch(userData)
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

async function launch(userData) {
  const { executablePath, args, env } = await chromiumPath()
  const opened = await chromium.launchPersistentContext(join(userData, 'chromium'), {
    executablePath,
    env,
    args: [...args, '--remote-debugging-port=0'],
    ignoreDefaultArgs: ['--remote-debugging-pipe'],
    headless: process.env.ZG_STANDIN_HEADED !== '1',
    locale: 'zh-CN',
    viewport: null,
    acceptDownloads: true,
  })
  return opened
}
