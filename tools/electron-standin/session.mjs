import { EventEmitter } from 'node:events'

class Session extends EventEmitter {
  #decide
  #check
  setPermissionRequestHandler(handler) {
    this.#decide = handler
  }
  setPermissionCheckHandler(handler) {
    this.#check = handler
  }
  setDevicePermissionHandler() {}
  /** Not Electron's: what the app's own handlers say to a page's wish. Chromium itself grants nothing here. */
  async standinAsk(contents, permission, details = {}) {
    const full = { requestingUrl: contents.getURL(), isMainFrame: true, ...details }
    const asked = this.#decide
      ? await new Promise((resolve) => this.#decide(contents, permission, resolve, full))
      : false
    const checked = this.#check?.(contents, permission, new URL(full.requestingUrl).href, full) ?? false
    return { asked, checked }
  }
}

export const session = { defaultSession: new Session() }
