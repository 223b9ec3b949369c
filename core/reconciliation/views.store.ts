import type { ReadDb } from '../database'
import { Refusal } from '../kernel'
import type { Ledger, Provider } from './bill-row'
import { loadCoverage } from './coverage'
import { differencesOfOrder } from './differences.store'
import { rowNumber } from './row-number'
import { ordersAndRows, type OrderRow } from './order-money.store'
import { reconcileOrder } from './reconcile-order'

/** Imported files, newest first, by keyset. */
export async function pageOfFiles(read: ReadDb, cursor: string | null, limit: number) {
  const from = cursor === null ? undefined : /^(\d{1,16})\.([0-9a-f]{32})$/.exec(cursor)
  if (from === null) throw new Refusal('bad-cursor')
  const rows = await read.all<FileDb>(
    `select id, name, provider, layout, ledger, account, from_ms, to_ms, row_count, fee_ppm, state, who, imported_at from bill_files
     ${from ? 'where (imported_at, id) < (?, ?)' : ''} order by imported_at desc, id desc limit ?`,
    [...(from ? [Number(from[1]), from[2] ?? ''] : []), limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    files: page.map((row) => ({
      id: row.id, name: row.name, provider: row.provider, layout: row.layout, ledger: row.ledger, account: row.account,
      from: Number(row.from_ms), to: Number(row.to_ms), rows: Number(row.row_count), complete: row.state === 'done',
      feePpm: row.fee_ppm === null ? null : Number(row.fee_ppm), importedBy: row.who, importedAt: Number(row.imported_at),
    })),
    nextCursor: rows.length > limit && last ? `${Number(last.imported_at)}.${last.id}` : null,
  } // prettier-ignore
}

interface FileDb { id: string; name: string; provider: Provider; layout: string; ledger: Ledger; account: string; from_ms: number; to_ms: number; row_count: number; fee_ppm: number | null; state: string; who: string; imported_at: number } // prettier-ignore

/**
 * Bills of these days that were begun and not taken in to their end: their rows are not held against the orders yet.
 * One that a whole file of the same account has made good is none of them.
 */
export async function unfinishedOfMonth(read: ReadDb, month: { readonly from: number; readonly to: number }) {
  const rows = await read.all<{ id: string; name: string; provider: Provider; from_ms: number; to_ms: number; row_count: number }>(
    `select f.id, f.name, f.provider, f.from_ms, f.to_ms, f.row_count from bill_files f where f.state <> 'done' and f.from_ms < ? and f.to_ms > ?
       and not exists (select 1 from bill_files w where w.state = 'done' and w.provider = f.provider and w.ledger = f.ledger and w.account = f.account
         and w.from_ms <= f.from_ms and w.to_ms >= f.to_ms and w.row_count >= f.row_count) order by f.imported_at, f.id`,
    [month.to, month.from],
  )
  return rows.map((row) => ({ id: row.id, name: row.name, provider: row.provider, from: Number(row.from_ms), to: Number(row.to_ms), rows: Number(row.row_count) }))
} // prettier-ignore

/** Which days of which channel are at hand, with rows and what they left in the account. Days as `2026-11-21`, both included. */
export async function coverageOfDays(read: ReadDb, from: string, to: string) {
  const rows = await read.all<{ provider: Provider; ledger: Ledger; account: string; day: string; row_count: number; amount: number }>(
    'select provider, ledger, account, day, row_count, amount from bill_days where day >= ? and day <= ? order by day, provider, ledger, account',
    [from, to],
  ) // prettier-ignore
  return rows.map((row) => ({
    provider: row.provider,
    ledger: row.ledger,
    account: row.account,
    day: row.day,
    rows: Number(row.row_count),
    netMinor: Number(row.amount),
  }))
}

/** One order held against its bills now. Refuses with `no-such-order`. */
export async function equationOfOrder(read: ReadDb, orderId: number) {
  const [one] = await ordersAndRows(read, [orderId])
  if (!one) throw new Refusal('no-such-order')
  const reconciled = reconcileOrder(one, await loadCoverage(read))
  return {
    orderId,
    number: one.order.number,
    totalMinor: one.order.totalMinor,
    equation: reconciled ? reconciled.equation : null,
    code: reconciled?.difference?.code ?? null,
    red: reconciled?.difference?.red ?? false,
    rows: await placed(read, one.rows),
    differences: await differencesOfOrder(read, orderId),
  }
}

/** The rows with their places in the files they came from. */
async function placed(read: ReadDb, rows: readonly OrderRow[]) {
  if (rows.length === 0) return []
  const places = await read.all<{ id: number; name: string; page: number; line: number }>(
    `select r.id, f.name, r.page, r.line from bill_rows r join bill_files f on f.id = r.file_id where r.id in (${rows.map(() => '?').join(',')})`,
    rows.map((row) => row.id),
  )
  const byId = new Map(places.map((place) => [Number(place.id), place]))
  return rows.map((row) => {
    const place = byId.get(row.id)
    return { ...row, fileName: place?.name ?? '', rowNumber: place ? rowNumber(place) : 0 }
  })
}

/** What was cleaned as the house's own, by rule: counted, never hidden. */
export async function cleanedRows(read: ReadDb, from: string, to: string) {
  const rows = await read.all<{ rule: string; cleans: string; n: number; amount: number }>(
    `select r.cleaned as rule, coalesce(max(b.cleans), 'test') as cleans, count(*) as n, cast(sum(r.settled) as bigint) as amount
     from bill_rows r left join bill_rules b on b.id = r.cleaned where r.cleaned is not null and r.ledger = 'trade' and r.day >= ? and r.day <= ? group by r.cleaned order by r.cleaned`,
    [from, to],
  )
  return rows.map((row) => ({
    rule: row.rule,
    cleans: row.cleans,
    rows: Number(row.n),
    settledMinor: Number(row.amount),
  }))
}
