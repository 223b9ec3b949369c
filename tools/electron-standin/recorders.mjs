import { EventEmitter } from 'node:events'
import { recorded, recorder } from './recorded.mjs'

const later =
  (name, result) =>
  async (...args) => {
    recorded.push({ name, args })
    return dialog.answers.shift() ?? result
  }

/** `answers`: what the next dialogs reply; a test fills it. Without one every dialog is cancelled. */
export const dialog = {
  answers: [],
  showOpenDialog: later('showOpenDialog', { canceled: true, filePaths: [] }),
  showSaveDialog: later('showSaveDialog', { canceled: true, filePath: '' }),
  showMessageBox: later('showMessageBox', { response: 1, checkboxChecked: false }),
  showErrorBox(title, content) {
    recorded.push({ name: 'showErrorBox', args: [title, content] })
    process.stderr.write(`[${title}] ${content}\n`)
  },
}
export const shell = {
  openExternal: async (url) => recorder('openExternal')(url),
  openPath: async (path) => recorder('openPath', '')(path),
  showItemInFolder: recorder('showItemInFolder'),
}
export class Menu {
  static setApplicationMenu = recorder('setApplicationMenu')
  static buildFromTemplate = (template) => ({ items: template, popup: recorder('menu.popup') })
}
export class Tray extends EventEmitter {
  setToolTip = recorder('tray.setToolTip')
  setContextMenu = recorder('tray.setContextMenu')
  destroy = recorder('tray.destroy')
}
export class Notification extends EventEmitter {
  static isSupported = () => true
  constructor(options) {
    super()
    this.show = () => recorder('notification')(options)
  }
}
export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: 'system',
  shouldUseDarkColors: false,
})
export const nativeImage = {
  createFromPath: () => ({ isEmpty: () => true }),
  createEmpty: () => ({ isEmpty: () => true }),
}
const plainly = (text) => Buffer.from(`standin:${text}`)
/** Says `basic_text`, which is the truth: nothing here is guarded. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'basic_text',
  encryptStringAsync: async (text) => plainly(text),
  decryptStringAsync: async (bytes) => {
    const text = Buffer.from(bytes).toString()
    if (!text.startsWith('standin:')) throw new Error('not wrapped here')
    return { result: text.slice('standin:'.length), shouldReEncrypt: false }
  },
}
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => ({ workAreaSize: { width: 1440, height: 900 }, scaleFactor: 1 }),
})
export const clipboard = {
  text: '',
  writeText(text) {
    this.text = text
  },
  readText() {
    return this.text
  },
}
export const powerMonitor = new EventEmitter()
