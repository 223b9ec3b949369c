import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ImportStep } from '../../../core/rpc/api'
import { base64Of } from '../base64'
import { client, newCommandId } from '../client'

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

export type Bringing = ReturnType<typeof useImport>

/** Sends files up piece by piece and follows their taking-in. */
export function useImport() {
  const queries = useQueryClient()
  const [now, setNow] = useState<Importing | null>(null)
  const stop = useRef(new AbortController())

  async function run(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    stop.current.abort()
    const { signal } = (stop.current = new AbortController())
    const uploads: string[] = []
    const tell = (change: Partial<Importing> & Pick<Importing, 'state'>) =>
      signal.aborted ? undefined : setNow({ ...NOTHING, ...change })
    try {
      for (const file of files)
        uploads.push(await send(file, signal, (done) => tell({ state: 'sending', name: file.name, done, of: file.size }))) // prettier-ignore
      const steps: AsyncIterable<ImportStep> = await client.reconciliation.importBills({ uploads, commandId: newCommandId() }, { signal }) // prettier-ignore
      for await (const { name, rows, of, stage, result } of steps)
        tell({ state: result ? 'done' : 'working', name, done: rows, of, stage, result })
    } catch (error) {
      if (signal.aborted) void client.reconciliation.dropUploads({ ids: uploads, commandId: newCommandId() })
      else tell({ state: 'failed', error })
    } finally {
      void queries.invalidateQueries({ queryKey: ['books'] })
    }
  }
  return {
    now,
    run: (files: readonly File[]) => void run(files),
    cancel() {
      stop.current.abort()
      setNow({ ...NOTHING, state: 'cancelled' })
    },
  }
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
