import { implement } from '@orpc/server'
import { guard, mustEdit, type RpcContext } from '../auth'
import type { Database } from '../database'
import { Refusal } from '../kernel'
import type { ExportDesk } from './export-desk'
import { exportSheets } from './export-sheets'
import { exportsContract, exportStep, type ExportStep } from './exports.contract'
import { latest } from './latest'
import { TITLES } from './words'

export interface ExportsDeps {
  readonly database: Database
  readonly practice: boolean
  readonly exports: ExportDesk
}

/** What comes as one table; the rest is a book of several, which a CSV holds only in an archive. */
const ONE_SHEET: ReadonlySet<string> = new Set(['orders', 'refunds'])

export function exportsRpc({ database, practice, exports }: ExportsDeps) {
  const os = implement(exportsContract).$context<RpcContext>().use(guard)
  return {
    make: os.make.handler(async function* ({ input, context, signal }): AsyncGenerator<ExportStep> {
      const { caller } = context
      mustEdit(caller, exportStep.shape.rows, 'export')
      // A path is for the window on this PC: a station has no business with its disk.
      if (input.saveTo !== null && caller.from !== 'desktop') throw new Refusal('save-on-desktop-only')
      const ending = input.form === 'csv' && !ONE_SHEET.has(input.what) ? 'zip' : input.form
      const fileName = `${TITLES[input.what]}${input.month ? ` ${input.month}` : ''}.${ending}`
      const file = input.saveTo ?? (await exports.place(ending))
      const stop = new AbortController()
      signal?.addEventListener('abort', () => stop.abort(), { once: true })
      const steps = latest((tell: (rows: number) => void) =>
        exportSheets(
          database.slow,
          file,
          { what: input.what, roles: caller.roles, ...(input.month === null ? {} : { month: input.month }) },
          { practice, signal: stop.signal, progress: tell },
        ),
      )
      try {
        for await (const rows of steps.values) yield { rows, done: null }
      } finally {
        // The screen went away in the middle: what was begun is undone before this ends.
        stop.abort()
        await steps.result.catch((error: unknown) => error)
      }
      const { rows } = await steps.result
      const token = input.saveTo === null ? exports.hand(file, fileName, caller.personId) : null
      yield { rows, done: { token, fileName } }
    }),
  }
}
