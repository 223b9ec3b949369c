import type { Actor, Database, Tx, Value } from '../database'
import { changeHash, sealText, type SecretBox } from '../kernel'
import type { BillRow } from './bill-row'
import { spanOf, type ProvenBill } from './prove-bill'
import { DAY_MS, dayStart } from './bill-time'

/** A row ready to be kept: what it says, where in its file it stands, and whose it is. */
export interface PlacedRow {
  readonly row: BillRow
  readonly page: number
  readonly line: number
  readonly cleaned: string | null
  readonly orderId: number | null
}

export interface Kept {
  readonly fresh: number
  /** The same event came before, in this file or another. */
  readonly known: number
  /** Of those, how many said something else then. */
  readonly contradicting: number
}

const DRAWER = 'bills'
/** Rows of one statement: a step of a few milliseconds. */
const AT_ONCE = 40

/** The file's row: made before its first line is kept. True: it was taken in to its end before, and there is nothing to do. */
export async function beginFile(
  database: Database,
  actor: Actor,
  name: string,
  bill: ProvenBill,
): Promise<boolean> {
  return database.withTx(actor, async (tx) => {
    const known = await tx.get<{ state: string }>('select state from bill_files where id = ?', [bill.id])
    if (known) return known.state === 'done'
    const last = await tx.get<{ id: number | null }>('select max(id) as id from bill_rows')
    const firstRow = Number(last?.id ?? 0) + 1
    const { from, to } = spanOf(bill)
    await tx.run(
      `insert into bill_files (id, name, provider, layout, ledger, account, currency, from_ms, to_ms, row_count, totals_json, fee_ppm, first_row, state, who, imported_at)
       values (?,?,?,?,?,?,'CNY',?,?,?,?,?,?,'reading',?,?)`,
      [
        bill.id, name, bill.layout.provider, bill.layout.name, bill.layout.ledger, bill.account, dayStart(from), dayStart(to) + DAY_MS,
        bill.rowCount, JSON.stringify(Object.fromEntries(bill.totals)), bill.feePpm ?? null, firstRow, actor.who, tx.now,
      ], // prettier-ignore
    )
    return false
  })
}

/** Keeps some rows and their text, sealed, in one short transaction. A row that is known changes nothing. */
export function keepRows(
  database: Database,
  box: SecretBox,
  actor: Actor,
  bill: ProvenBill,
  page: number,
  rows: readonly PlacedRow[],
): Promise<Kept> {
  const body = sealText(box.drawerKey(DRAWER), JSON.stringify(rows.map(({ row }) => row.cells)))
  return database.withTx(actor, async (tx) => {
    await tx.run('insert into bill_pages (file_id, page, body) values (?,?,?) on conflict do nothing', [
      bill.id,
      page,
      body,
    ])
    let kept: Kept = { fresh: 0, known: 0, contradicting: 0 }
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      kept = added(kept, await insertSome(tx, bill, rows.slice(from, from + AT_ONCE)))
      await tx.breathe()
    }
    return kept
  })
}

const COLUMNS = `file_id,page,line,row_key,provider,ledger,kind,event,order_no,refund_no,at,day,currency,amount,settled,discount,fee,commission,fee_ppm,note,content,cleaned,order_id`
const MARKS = `(${COLUMNS.split(',').map(() => '?').join(',')})` // prettier-ignore

async function insertSome(tx: Tx, bill: ProvenBill, rows: readonly PlacedRow[]): Promise<Kept> {
  const contents = rows.map(({ row }) => contentOf(row))
  const values = rows.flatMap(({ row, page, line, cleaned, orderId }, n): Value[] => [
    bill.id, page, line, row.key, bill.layout.provider, bill.layout.ledger, row.kind, row.event, row.orderNo, row.refundNo, row.at, row.day,
    row.currency, row.amountMinor, row.settledMinor, row.discountMinor, row.feeMinor, row.commissionMinor, row.feePpm ?? bill.feePpm ?? null,
    row.note, contents[n] ?? '', cleaned, orderId,
  ]) // prettier-ignore
  const fresh = await tx.run(
    `insert into bill_rows (${COLUMNS}) values ${rows.map(() => MARKS).join(',')} on conflict (row_key) do nothing`,
    values,
  )
  if (fresh === rows.length) return { fresh, known: 0, contradicting: 0 }
  const stored = await tx.all<{ row_key: string; content: string }>(
    `select row_key, content from bill_rows where row_key in (${rows.map(() => '?').join(',')})`,
    rows.map(({ row }) => row.key),
  )
  const byKey = new Map(stored.map((one) => [one.row_key, one.content]))
  const other = rows.flatMap(({ row }, n) => (byKey.get(row.key) === contents[n] ? [] : [row.key]))
  for (const key of other) await tx.run('update bill_rows set differs = 1 where row_key = ?', [key])
  return { fresh, known: rows.length - fresh, contradicting: other.length }
}

/** What two files may not say differently of one event. A refund's state and the time it is written down may move on. */
function contentOf(row: BillRow): string {
  return changeHash(
    [row.kind, row.orderNo, row.amountMinor, row.settledMinor, row.feeMinor, row.commissionMinor].join('|'),
  )
}

export function added(a: Kept, b: Kept): Kept {
  return {
    fresh: a.fresh + b.fresh,
    known: a.known + b.known,
    contradicting: a.contradicting + b.contradicting,
  }
}

/** The days that this file proves to be whole; of two files for a day the fuller one is named. */
export async function keepDays(tx: Tx, bill: ProvenBill): Promise<void> {
  for (const [day, { rows, netMinor }] of bill.days)
    await tx.run(
      `insert into bill_days (provider, ledger, account, day, file_id, row_count, amount) values (?,?,?,?,?,?,?)
       on conflict (provider, ledger, account, day) do update set file_id = excluded.file_id, row_count = excluded.row_count, amount = excluded.amount
       where excluded.row_count > bill_days.row_count`,
      [bill.layout.provider, bill.layout.ledger, bill.account, day, bill.id, rows, netMinor],
    )
}
