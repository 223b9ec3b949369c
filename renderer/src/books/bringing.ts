import { useSyncExternalStore } from 'react'
import type { ImportStep } from '../../../core/rpc/api'
import { base64Of } from '../base64'
import { client, newCommandId } from '../client'
import { queries } from '../live'

/** As the contract allows: a line to core carries no larger message. */
const PIECE_BYTES = 768 << 10

export interface Importing {
  readonly state: 'sending' | 'working' | 'done' | 'cancelled' | 'failed'
  readonly name: string
  readonly done: number
  readonly of: number | null
  readonly stage: ImportStep['stage'] | null
  readonly result: ImportStep['result']
  readonly error: unknown
}

const NOTHING = { name: '', done: 0, of: null, stage: null, result: null, error: null }

let now: Importing | null = null
let stop = new AbortController()
/** Dropped while others come in. */
let waiting: readonly File[] = []
const listeners = new Set<() => void>()

function set(next: Importing | null): void {
  now = next
  for (const listener of listeners) listener()
}

/** The bills that this screen takes in; it goes on while the person moves between pages. */
export function useBringing(): Importing | null {
  return useSyncExternalStore(
    (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    () => now,
  )
}

export function isBusy(importing: Importing | null): boolean {
  return importing?.state === 'sending' || importing?.state === 'working'
}

type Told = NonNullable<Importing['result']>['files']

/**
 * Sends files up piece by piece and follows their taking-in. What is brought while some are under way waits for them;
 * what was said of the `earlier` ones stays said.
 */
export async function bringBills(files: readonly File[], earlier: Told = []): Promise<void> {
  if (files.length === 0) return
  if (isBusy(now)) {
    waiting = [...waiting, ...files]
    return
  }
  const { signal } = (stop = new AbortController())
  const uploads: string[] = []
  const tell = (change: Partial<Importing> & Pick<Importing, 'state'>) =>
    signal.aborted ? undefined : set({ ...NOTHING, ...change })
  tell({ state: 'sending', name: files[0]?.name ?? '' })
  try {
    for (const file of files)
      uploads.push(await send(file, signal, (done) => tell({ state: 'sending', name: file.name, done, of: file.size }))) // prettier-ignore
    const steps: AsyncIterable<ImportStep> = await client.reconciliation.importBills({ uploads, commandId: newCommandId() }, { signal }) // prettier-ignore
    for await (const { name, rows, of, stage, result } of steps)
      tell({ state: result ? 'done' : 'working', name, done: rows, of, stage, result: result && { ...result, files: [...earlier, ...result.files] } }) // prettier-ignore
  } catch (error) {
    if (signal.aborted) void client.reconciliation.dropUploads({ ids: uploads, commandId: newCommandId() })
    else tell({ state: 'failed', error })
  } finally {
    void queries.invalidateQueries({ queryKey: ['books'] })
  }
  const next = waiting
  waiting = []
  if (now?.state === 'done') await bringBills(next, now.result?.files)
}

/** Gives up in the middle: what was kept stays, and the month says that its bill was not taken in to the end. */
export function cancelBringing(): void {
  stop.abort()
  waiting = []
  set({ ...NOTHING, state: 'cancelled' })
}

/** Takes the last word away once it was seen; what is under way goes on. */
export function forgetBrought(): void {
  if (now && !isBusy(now)) set(null)
}

async function send(file: File, signal: AbortSignal, tell: (bytes: number) => void): Promise<string> {
  let id: string | null = null
  for (let offset = 0; offset === 0 || offset < file.size; offset += PIECE_BYTES) {
    signal.throwIfAborted()
    const base64 = await base64Of(file.slice(offset, offset + PIECE_BYTES))
    id = (await client.reconciliation.upload({ id, name: file.name, offset, base64, commandId: newCommandId() })).id // prettier-ignore
    tell(Math.min(file.size, offset + PIECE_BYTES))
  }
  return id ?? ''
}
