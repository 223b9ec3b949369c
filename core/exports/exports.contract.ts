import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { commandBase, procedure } from '../kernel/contract'
import { field, type Role } from '../kernel/rights'

export const EXPORT_KINDS = ['orders', 'stock', 'refunds', 'reconciliation', 'accountant-pack'] as const
/** A sheet leaves the house: those who answer for the money carry it out. */
export const EXPORTERS: readonly Role[] = ['owner', 'supervisor', 'finance']
const theirs = { see: EXPORTERS, edit: EXPORTERS }

export const exportStep = z.object({
  /** Rows written so far. */
  rows: field(z.number(), theirs),
  /** Set with the last step: where the browser fetches it, once. `null` where it was saved to a path. */
  done: field(
    z
      .object({
        token: field(z.string().nullable(), theirs),
        fileName: field(z.string(), theirs),
      })
      .nullable(),
    theirs,
  ),
})
export type ExportStep = z.infer<typeof exportStep>

export const exportsContract = {
  /** Writes a sheet and tells how far it is. Ending the stream cancels: nothing is left behind. */
  make: procedure
    .input(
      commandBase.extend({
        what: z.enum(EXPORT_KINDS),
        /** `2026-11`; `null` = all. */
        month: z.string().max(7).nullable(),
        form: z.enum(['xlsx', 'csv', 'jsonl']),
        /** The desktop's own window only: straight to a file that the person chose. */
        saveTo: z.string().max(4096).nullable(),
      }),
    )
    .output(eventIterator(exportStep)),
}
