import type { ReadDb, Tx, Value } from '../database'
import { Refusal } from '../kernel'
import type { DifferenceCode, FoundDifference } from './difference'
import type { Odd } from './equation'
import { rowNumber } from './row-number'

export type DifferenceState = 'open' | 'resolved' | 'gone'

export interface StoredDifference extends Omit<FoundDifference, 'odd'> {
  readonly odd: Odd[]
  readonly id: number
  readonly version: number
  readonly state: DifferenceState
  readonly reason: string | null
  readonly note: string | null
  readonly resolvedBy: string | null
  readonly resolvedAt: number | null
}

interface DifferenceDb {
  readonly id: number; readonly subject: string; readonly version: number; readonly state: DifferenceState; readonly code: DifferenceCode; readonly odd_json: string
  readonly provider: string; readonly order_id: number | null; readonly row_id: number | null; readonly at: number; readonly amount: number; readonly red: number
  readonly reason: string | null; readonly note: string | null; readonly resolved_by: string | null; readonly resolved_at: number | null
} // prettier-ignore
const COLUMNS =
  'id, subject, version, state, code, odd_json, provider, order_id, row_id, at, amount, red, reason, note, resolved_by, resolved_at'

/**
 * Stores what was found about these subjects: new ones open, changed ones open again, what no longer differs is gone.
 * A resolved difference stays resolved while it is the same. Returns how many are open among them.
 */
export async function keepDifferences(
  tx: Tx,
  subjects: readonly string[],
  found: readonly FoundDifference[],
): Promise<void> {
  if (subjects.length === 0) return
  const stored = new Map(
    (
      await tx.all<DifferenceDb>(
        `select ${COLUMNS} from bill_differences where subject in (${subjects.map(() => '?').join(',')})${tx.forUpdate}`,
        subjects,
      )
    ).map((row) => [row.subject, row]),
  )
  const bySubject = new Map(found.map((one) => [one.subject, one]))
  for (const subject of subjects) {
    const [now, before] = [bySubject.get(subject), stored.get(subject)]
    if (now && !before) await insert(tx, now)
    else if (now && before && (before.state === 'gone' || !same(now, before))) await reopen(tx, now, before)
    else if (!now && before?.state === 'open')
      await tx.run(`update bill_differences set state = 'gone', version = version + 1 where id = ?`, [before.id]) // prettier-ignore
  }
}

function same(now: FoundDifference, before: DifferenceDb): boolean {
  return (
    now.code === before.code && now.amountMinor === Number(before.amount) && JSON.stringify(now.odd) === before.odd_json
  ) // prettier-ignore
}

function insert(tx: Tx, now: FoundDifference): Promise<number> {
  return tx.run(
    `insert into bill_differences (subject, version, state, code, odd_json, provider, order_id, row_id, at, currency, amount, red) values (?,1,'open',?,?,?,?,?,?,'CNY',?,?)`,
    [now.subject, ...valuesOf(now)],
  )
}

async function reopen(tx: Tx, now: FoundDifference, before: DifferenceDb): Promise<void> {
  await tx.run(
    `update bill_differences set state = 'open', version = version + 1, code = ?, odd_json = ?, provider = ?, order_id = ?, row_id = ?, at = ?, amount = ?, red = ?,
     reason = null, note = null, resolved_by = null, resolved_at = null where id = ?`,
    [...valuesOf(now), before.id],
  )
}

function valuesOf(one: FoundDifference): Value[] {
  return [one.code, JSON.stringify(one.odd), one.provider, one.orderId, one.rowId, one.at, one.amountMinor, one.red ? 1 : 0] // prettier-ignore
}

export interface DifferenceFilter {
  readonly state: 'open' | 'resolved'
  readonly provider?: string | undefined
  readonly red?: boolean | undefined
  readonly code?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** A page, newest first, by keyset. */
export async function pageOfDifferences(
  read: ReadDb,
  filter: DifferenceFilter,
  cursor: string | null,
  limit: number,
): Promise<{ rows: (StoredDifference & { number: string | null; shopId: string | null; rowNote: string | null; rowFile: string | null; rowNumber: number | null })[]; nextCursor: string | null }> {
  const { where, params } = whereOf(filter)
  if (cursor !== null && !/^\d{1,16}$/.test(cursor)) throw new Refusal('bad-cursor')
  const after = cursor === null ? '' : ' and d.id < ?'
  const rows = await read.all<DifferenceDb & { number: string | null; shop_id: string | null; row_note: string | null; row_file: string | null; page: number | null; line: number | null }>(
    `select ${COLUMNS.split(', ').map((name) => `d.${name}`).join(', ')}, coalesce(o.number, r.order_no) as number, o.shop_id, r.note as row_note, f.name as row_file, r.page, r.line
     from bill_differences d left join orders o on o.id = d.order_id left join bill_rows r on r.id = d.row_id left join bill_files f on f.id = r.file_id where ${where}${after} order by d.id desc limit ?`,
    [...params, ...(cursor === null ? [] : [Number(cursor)]), limit + 1],
  )
  const page = rows.slice(0, limit)
  return {
    rows: page.map((row) => ({ ...differenceOf(row), number: row.number, shopId: row.shop_id, rowNote: row.row_note, ...placeOf(row) })),
    nextCursor: rows.length > limit ? String(page.at(-1)?.id) : null,
  }
} // prettier-ignore

function placeOf({
  row_file,
  page,
  line,
}: {
  row_file: string | null
  page: number | null
  line: number | null
}) {
  return { rowFile: row_file, rowNumber: page === null || line === null ? null : rowNumber({ page, line }) }
}

/** How many differences of each kind under the filter, and what they come to. */
export async function countDifferences(read: ReadDb, filter: DifferenceFilter) {
  const { where, params } = whereOf(filter)
  const rows = await read.all<{ code: DifferenceCode; red: number; n: number; amount: number }>(
    `select d.code, d.red, count(*) as n, cast(sum(d.amount) as bigint) as amount from bill_differences d where ${where} group by d.code, d.red order by d.code, d.red`,
    params,
  )
  return rows.map((row) => ({
    code: row.code,
    red: Number(row.red) === 1,
    count: Number(row.n),
    amountMinor: Number(row.amount),
  }))
}

function whereOf({ state, provider, red, code, from, to }: DifferenceFilter) {
  const parts: [string, Value][] = [['d.state = ?', state]]
  if (provider !== undefined) parts.push(['d.provider = ?', provider])
  if (red !== undefined) parts.push(['d.red = ?', red ? 1 : 0])
  if (code !== undefined) parts.push(['d.code = ?', code])
  if (from !== undefined) parts.push(['d.at >= ?', from])
  if (to !== undefined) parts.push(['d.at < ?', to])
  return { where: parts.map(([sql]) => sql).join(' and '), params: parts.map(([, value]) => value) }
}

function differenceOf(row: DifferenceDb): StoredDifference {
  return {
    id: Number(row.id), subject: row.subject, version: Number(row.version), state: row.state, code: row.code, odd: JSON.parse(row.odd_json) as Odd[],
    provider: row.provider, orderId: row.order_id === null ? null : Number(row.order_id), rowId: row.row_id === null ? null : Number(row.row_id),
    at: Number(row.at), amountMinor: Number(row.amount), red: Number(row.red) === 1, reason: row.reason, note: row.note,
    resolvedBy: row.resolved_by, resolvedAt: row.resolved_at === null ? null : Number(row.resolved_at),
  } // prettier-ignore
}

export async function differenceById(read: ReadDb, id: number, lock = ''): Promise<StoredDifference | undefined> {
  const row = await read.get<DifferenceDb>(`select ${COLUMNS} from bill_differences where id = ?${lock}`, [id])
  return row && differenceOf(row)
} // prettier-ignore

export async function differencesOfOrder(read: ReadDb, orderId: number): Promise<StoredDifference[]> {
  const rows = await read.all<DifferenceDb>(`select ${COLUMNS} from bill_differences where order_id = ? and state <> 'gone' order by id`, [orderId])
  return rows.map(differenceOf)
} // prettier-ignore

/** What stands of these orders, by order. */
export async function differencesOfOrders(read: ReadDb, ids: readonly number[]): Promise<Map<number, StoredDifference>> {
  if (ids.length === 0) return new Map()
  const rows = await read.all<DifferenceDb>(`select ${COLUMNS} from bill_differences where order_id in (${ids.map(() => '?').join(',')}) and state <> 'gone' order by id`, ids)
  return new Map(rows.map((row) => [Number(row.order_id), differenceOf(row)]))
} // prettier-ignore
