import { useSyncExternalStore } from 'react'
import type { ExportStep } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'

export type ExportKind = 'orders' | 'stock' | 'refunds' | 'reconciliation' | 'accountant-pack'
export interface ExportWish {
  readonly what: ExportKind
  readonly month: string | null
  readonly form: 'xlsx' | 'csv' | 'jsonl'
}
export interface Running {
  readonly wish: ExportWish
  readonly rows: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly error: unknown
}

let running: Running | null = null
let stop = new AbortController()
const listeners = new Set<() => void>()

function set(next: Running | null): void {
  running = next
  for (const listener of listeners) listener()
}

/** The one sheet that is being written for this screen; it goes on while the person moves between pages. */
export function useRunning(): Running | null {
  return useSyncExternalStore(
    (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    () => running,
  )
}

/** Gives up what is being written and says so, or takes the last word away. */
export function endExport(): void {
  stop.abort()
  set(running?.state === 'running' ? { ...running, state: 'cancelled' } : null)
}

/** Writes a sheet and hands it to the browser; on the desktop the person first says where. */
export async function startExport(wish: ExportWish, fileName: string): Promise<void> {
  const saveTo = window.zhanggui
    ? await window.zhanggui.chooseSaveTarget({ title: fileName, fileName })
    : null
  if (window.zhanggui && saveTo === null) return
  stop.abort()
  const mine = (stop = new AbortController())
  const tell = (rows: number, state: Running['state'], error: unknown = null) => {
    if (!mine.signal.aborted) set({ wish, rows, state, error })
  }
  tell(0, 'running')
  try {
    const steps: AsyncIterable<ExportStep> = await client.exports.make({ ...wish, saveTo, commandId: newCommandId() }, { signal: mine.signal }) // prettier-ignore
    for await (const { rows, done } of steps) {
      tell(rows, done ? 'done' : 'running')
      if (done?.token && !mine.signal.aborted) download(done.token)
    }
  } catch (error) {
    tell(running?.rows ?? 0, 'failed', error)
  }
}

function download(token: string): void {
  const link = document.createElement('a')
  link.href = `/exports/${token}`
  link.download = ''
  link.click()
}
