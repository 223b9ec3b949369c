import { implement } from '@orpc/server'
import { guard, mustEdit, type RpcContext } from '../auth'
import type { Database } from '../database'
import { Refusal, latest } from '../kernel'
import type { ExportDesk } from './export-desk'
import { exportSheets } from './export-sheets'
import { exportsContract, exportStep, type ExportStep } from './exports.contract'
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
      const wish = {
        what: input.what,
        roles: caller.roles,
        ...(input.month === null ? {} : { month: input.month }),
      }
      const work = latest(
        (tell: (rows: number) => void, gone) =>
          exportSheets(database.slow, file, wish, { practice, signal: gone, progress: tell }),
        signal,
      )
      try {
        for await (const rows of work.values) yield { rows, done: null }
      } finally {
        // Where the screen went away in the middle, what was begun is undone before this ends.
        await work.end()
      }
      const { rows } = await work.result
      const token = input.saveTo === null ? exports.hand(file, fileName, caller.personId) : null
      yield { rows, done: { token, fileName } }
    }),
  }
}
