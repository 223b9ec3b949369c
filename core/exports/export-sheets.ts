import type { ReadDb } from '../database'
import { assertNever, Refusal, type Role, monthOf, type Month } from '../kernel'
import { EXPORT_KINDS } from './exports.contract'
import { ordersSheet } from './orders-sheet'
import { reconciliationSheets } from './reconciliation-sheets'
import { refundsSheet } from './refunds-sheet'
import type { Sheet } from './sheet'
import { shopNames } from './shops'
import { stockSheets } from './stock-sheets'
import { writeBook, type WriteOptions, type Written } from './write-book'

export type ExportKind = (typeof EXPORT_KINDS)[number]

export function isExportKind(text: string | undefined): text is ExportKind {
  return EXPORT_KINDS.some((kind) => kind === text)
}

export interface ExportWish {
  readonly what: ExportKind
  /** `2026-11`; all of it if absent. Books are always of a month: `Refusal('month-needed')`. */
  readonly month?: string | undefined
  /** Whose columns: everything for the owner. */
  readonly roles: readonly Role[]
}

/** Streams what is asked for into a file (`write-book.ts` tells the forms and the refusals). */
export async function exportSheets(
  read: ReadDb,
  file: string,
  wish: ExportWish,
  options: WriteOptions,
): Promise<Written> {
  const month = wish.month === undefined ? undefined : monthOf(wish.month)
  return writeBook(file, await sheetsFor(read, wish, month), options)
}

async function sheetsFor(read: ReadDb, { what, roles }: ExportWish, month: Month | undefined): Promise<Sheet[]> {
  const shops = await shopNames(read)
  switch (what) {
    case 'orders': return [ordersSheet(read, shops, roles, month)]
    case 'refunds': return [refundsSheet(read, shops, roles, month)]
    case 'stock': return stockSheets(read, roles, month)
    case 'reconciliation':
      if (!month) throw new Refusal('month-needed')
      return reconciliationSheets(read, shops, roles, month)
    case 'accountant-pack':
      if (!month) throw new Refusal('month-needed')
      return packOf(read, shops, roles, month)
    default: return assertNever(what)
  }
} // prettier-ignore

/** One book for the accountant: the month's reconciliation and everything it rests on. */
async function packOf(read: ReadDb, shops: Awaited<ReturnType<typeof shopNames>>, roles: readonly Role[], month: Month): Promise<Sheet[]> {
  return [
    ...reconciliationSheets(read, shops, roles, month).map((sheet) => ({ ...sheet, key: `books-${sheet.key}` })),
    ordersSheet(read, shops, roles, month),
    refundsSheet(read, shops, roles, month),
    ...(await stockSheets(read, roles, month)),
  ]
} // prettier-ignore
