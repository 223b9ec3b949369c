import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { reasonOf } from './reason'
import type { ShellCallName, ShellCalls } from './shell.contract'

/** Which windows may call, and from which pages. */
export interface TrustedSenders {
  knows(contents: WebContents): boolean
  isOurs(url: string): boolean
}

/**
 * Electron's security list, item 17: never answer a message without asking who sent it. Ours come from the main
 * frame, of a page of ours, in a window that we opened.
 */
export function isTrusted(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  trusted: TrustedSenders,
): boolean {
  const frame = event.senderFrame
  if (!frame || frame !== event.sender.mainFrame) return false
  return trusted.knows(event.sender) && trusted.isOurs(frame.url)
}

type Handler<K extends ShellCallName> = (
  contents: WebContents,
  ...args: unknown[]
) => ReturnType<ShellCalls[K]> | Awaited<ReturnType<ShellCalls[K]>>

/** The only place that registers with ipcMain. Arguments arrive unparsed: a handler parses before it believes. */
export function answer(trusted: TrustedSenders, handlers: { [K in ShellCallName]: Handler<K> }): void {
  for (const [name, handler] of Object.entries(handlers)) {
    ipcMain.handle(`shell:${name}`, async (event, ...args: unknown[]) => {
      if (!isTrusted(event, trusted))
        throw new Error(`shell:${name} was refused: the sender is not a page of ours`)
      try {
        return await handler(event.sender, ...args)
      } catch (error) {
        throw new Error(`shell:${name} failed: ${reasonOf(error)}`, { cause: error })
      }
    })
  }
}
