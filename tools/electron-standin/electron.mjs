// The `electron` module of the stand-in: gathers its rooms.
import { recorded } from './recorded.mjs'

export { app } from './app.mjs'
export { BrowserWindow, webContents } from './window.mjs'
export { ipcMain } from './ipc.mjs'
export { MessageChannelMain } from './ports.mjs'
export { utilityProcess } from './utility-process.mjs'
export { protocol } from './protocol.mjs'
export { session } from './session.mjs'
export {
  clipboard,
  dialog,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  Tray,
} from './recorders.mjs'
export const net = { fetch: globalThis.fetch, isOnline: () => false }
/** Not Electron's: every side effect that was only recorded, for a test to read. */
export const standin = { recorded }
