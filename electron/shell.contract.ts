/** Everything a window may ask of the desktop itself. Business goes to core over the port, never through here. */
export interface ShellCalls {
  appInfo(): Promise<AppInfo>
  /** Asks for a fresh line to core; the port arrives as a window message of kind `CORE_PORT`. */
  connectCore(): Promise<void>
  restartCore(): Promise<void>
  openDataFolder(): Promise<void>
  setTheme(theme: Theme): Promise<void>
  /** https only; a host we do not know is first shown to the person. Resolves to whether it was opened. */
  openExternal(url: string): Promise<boolean>
  /** Absolute paths; empty when the person cancelled. */
  chooseFiles(wish: FileWish): Promise<string[]>
  /** An absolute path, or null when the person cancelled. */
  chooseSaveTarget(wish: SaveWish): Promise<string | null>
  notify(message: { title: string; body: string }): Promise<void>
}

export type ShellCallName = keyof ShellCalls
export const SHELL_CALLS = [
  'appInfo',
  'connectCore',
  'restartCore',
  'openDataFolder',
  'setTheme',
  'openExternal',
  'chooseFiles',
  'chooseSaveTarget',
  'notify',
] as const satisfies readonly ShellCallName[]

export type Theme = 'system' | 'light' | 'dark'
/** Extensions without the dot. */
export interface FileWish {
  title: string
  extensions: string[]
  many: boolean
}
export interface SaveWish {
  title: string
  fileName: string
}

export interface AppInfo {
  version: string
  electron: string
  chromium: string
  node: string
  platform: string
  dataFolder: string
  practice: boolean
  /** `plain`: the system has no key store; the data key is guarded by file rights alone. `none`: not yet known. */
  keyStore: 'system' | 'plain' | 'none'
}

/** Kind of the window message that brings core's MessagePort. A later one replaces an earlier one. */
export const CORE_PORT = 'zhanggui:core-port'

declare global {
  interface Window {
    /** Present on the desktop only; a station's browser has none. */
    readonly zhanggui?: ShellCalls
  }
}
