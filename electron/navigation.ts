import type { App, WebContents } from 'electron'
import { safeOpenExternal } from './open-external'

/** Our window never leaves its page: every navigation, new window and embedded page is refused, in any contents. */
export function denyNavigation(app: App, report: (what: string, error: unknown) => void): void {
  app.on('web-contents-created', (_event, contents) => lock(contents, report))
}

function lock(contents: WebContents, report: (what: string, error: unknown) => void): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    safeOpenExternal(url).catch((error: unknown) => report('a link could not be opened', error))
    return { action: 'deny' }
  })
}
