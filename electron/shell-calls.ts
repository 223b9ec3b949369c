import { app, BrowserWindow, dialog, nativeTheme, Notification, shell, type WebContents } from 'electron'
import { z } from 'zod'
import { keyStoreStrength } from './keeper'
import { safeOpenExternal } from './open-external'
import type { AppInfo, FileWish, SaveWish, ShellCalls } from './shell.contract'

/** What the calls need from the running app. */
export interface ShellHost {
  readonly dataFolder: string
  readonly practice: boolean
  connect(contents: WebContents): void
  restartCore(): Promise<void>
}

const theme = z.enum(['system', 'light', 'dark'])
const url = z.string().max(2_000)
const message = z.object({ title: z.string().max(100), body: z.string().max(400) })
const fileWish = z.object({
  title: z.string().max(100),
  extensions: z.array(z.string().regex(/^[a-z0-9]{1,8}$/)).max(20),
  many: z.boolean(),
})
// A name only: a page may propose what the file is called, never where it goes.
const saveWish = z.object({
  title: z.string().max(100),
  fileName: z.string().regex(/^[^/\\:*?"<>|\0]{1,120}$/),
})

type Handlers = {
  [K in keyof ShellCalls]: (contents: WebContents, ...args: unknown[]) => ReturnType<ShellCalls[K]>
}

/** The desktop's answers. Each argument is parsed: a page that was broken into must not steer the shell. */
export function shellCalls(host: ShellHost): Handlers {
  return {
    appInfo: () => Promise.resolve(appInfo(host)),
    connectCore: (contents) => Promise.resolve(host.connect(contents)),
    restartCore: () => host.restartCore(),
    openDataFolder: async () => {
      const failure = await shell.openPath(host.dataFolder)
      if (failure !== '') throw new Error(failure)
    },
    setTheme: (_contents, wish) => {
      nativeTheme.themeSource = theme.parse(wish)
      return Promise.resolve()
    },
    openExternal: (_contents, address) => safeOpenExternal(url.parse(address)),
    chooseFiles: (contents, wish) => chooseFiles(contents, fileWish.parse(wish)),
    chooseSaveTarget: (contents, wish) => chooseSaveTarget(contents, saveWish.parse(wish)),
    notify: (_contents, wish) => {
      if (Notification.isSupported()) new Notification(message.parse(wish)).show()
      return Promise.resolve()
    },
  }
}

function appInfo(host: ShellHost): AppInfo {
  return {
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    chromium: process.versions['chrome'] ?? '',
    node: process.versions.node,
    platform: process.platform,
    dataFolder: host.dataFolder,
    practice: host.practice,
    keyStore: app.isReady() ? keyStoreStrength() : 'none',
  }
}

async function chooseFiles(contents: WebContents, wish: FileWish): Promise<string[]> {
  const options: Electron.OpenDialogOptions = {
    title: wish.title,
    properties: wish.many ? ['openFile', 'multiSelections'] : ['openFile'],
    filters: wish.extensions.length > 0 ? [{ name: wish.title, extensions: wish.extensions }] : [],
  }
  const window = BrowserWindow.fromWebContents(contents)
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return canceled ? [] : filePaths
}

async function chooseSaveTarget(contents: WebContents, wish: SaveWish): Promise<string | null> {
  const options = { title: wish.title, defaultPath: wish.fileName }
  const window = BrowserWindow.fromWebContents(contents)
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? null : filePath
}
