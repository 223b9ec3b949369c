import type { ReadDb } from '../database'
import { netOf, type Ledger, type Provider, type RowKind } from './bill-row'
import { daysBetween } from './bill-time'
import type { CleaningRule } from './cleaning'
import { loadCoverage } from './coverage'
import { differencesOfOrders, pageOfDifferences, type StoredDifference } from './differences.store'
import type { Equation } from './equation'
import { ordersAndRows, type OrderFacts, type OrderRow } from './order-money.store'
import { reconcileOrder } from './reconcile-order'
import { rowNumber } from './row-number'

/** A month of the bills: [from, to), UTC ms, in the providers' zone. */
export interface BooksMonth {
  readonly from: number
  readonly to: number
}

/** One order of which the month's bills speak, or whose payment they lack. */
export interface MonthOrder {
  readonly order: OrderFacts
  /** Of all its bills, of whatever month. `null` = not reconciled: cleaned, or of another currency. */
  readonly equation: Equation | null
  readonly providers: readonly string[]
  /** What the month's rows of it leave in the account, by ledger. */
  readonly netMinor: Readonly<Record<Ledger, number>>
  readonly difference: StoredDifference | undefined
}

const AT_ONCE = 150

/** By our id, oldest order first. The ids of the month are gathered first: a number each. */
export async function* ordersOfMonth(read: ReadDb, month: BooksMonth): AsyncGenerator<MonthOrder[]> {
  const days = new Set(daysBetween(month.from, month.to))
  const ids = [...(await idsOfMonth(read, month, days))].sort((a, b) => a - b)
  const coverage = await loadCoverage(read)
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE)
    const differences = await differencesOfOrders(read, some)
    yield (await ordersAndRows(read, some)).map((one) => ({
      order: one.order,
      equation: reconcileOrder(one, coverage)?.equation ?? null,
      providers: [...new Set(one.rows.map((row) => row.provider))],
      netMinor: { trade: netIn(one.rows, days, 'trade'), flow: netIn(one.rows, days, 'flow') },
      difference: differences.get(one.order.id),
    }))
  }
}

function netIn(rows: readonly OrderRow[], days: ReadonlySet<string>, ledger: Ledger): number {
  const own = rows.filter((row) => row.ledger === ledger && row.cleaned === null && days.has(row.day))
  return own.reduce((sum, row) => sum + netOf(row), 0)
}

async function idsOfMonth(read: ReadDb, month: BooksMonth, days: ReadonlySet<string>): Promise<Set<number>> {
  const ids = new Set<number>()
  for (const day of days) {
    const rows = await read.all<{ order_id: number }>(
      'select distinct order_id from bill_rows where day = ? and order_id is not null and cleaned is null',
      [day],
    )
    for (const row of rows) ids.add(Number(row.order_id))
  }
  const missing = await read.all<{ order_id: number }>(
    `select order_id from bill_differences where state <> 'gone' and order_id is not null and at >= ? and at < ?`,
    [month.from, month.to],
  )
  for (const row of missing) ids.add(Number(row.order_id))
  return ids
}

export interface MonthProof {
  readonly provider: Provider
  readonly ledger: Ledger
  /** Days of the month whose bills are at hand, and all of them. */
  readonly days: number
  readonly allDays: number
  /** As the bills' own totals prove. */
  readonly rows: number
  readonly netMinor: number
  readonly matchedRows: number
  readonly matchedMinor: number
  readonly strayRows: number
  readonly strayMinor: number
  readonly cleanedRows: number
  readonly cleanedMinor: number
}

interface StandingDb { provider: string; ledger: Ledger; standing: 'matched' | 'stray' | 'cleaned'; n: number; net: number } // prettier-ignore

/** Every row of the month's bills is matched, stray or cleaned: the three come to what the bills' totals say. */
export async function proofOfMonth(read: ReadDb, month: BooksMonth): Promise<MonthProof[]> {
  const days = daysBetween(month.from, month.to)
  const span = [days.at(0) ?? '', days.at(-1) ?? '']
  const bills = await read.all<{ provider: Provider; ledger: Ledger; days: number; n: number; net: number }>(
    `select provider, ledger, count(distinct day) as days, cast(sum(row_count) as bigint) as n, cast(sum(amount) as bigint) as net
     from bill_days where day >= ? and day <= ? group by provider, ledger order by provider, ledger`,
    span,
  )
  const rows = await read.all<StandingDb>(
    `select provider, ledger, case when cleaned is not null then 'cleaned' when order_id is null then 'stray' else 'matched' end as standing,
       count(*) as n, cast(sum(settled + fee + commission) as bigint) as net
     from bill_rows where day >= ? and day <= ? group by 1, 2, 3`,
    span,
  )
  return bills.map(({ provider, ledger, days: at, n, net }) => {
    const of = (standing: StandingDb['standing']) =>
      rows.find((row) => row.provider === provider && row.ledger === ledger && row.standing === standing)
    const [matched, stray, cleaned] = [of('matched'), of('stray'), of('cleaned')]
    return {
      provider, ledger, days: Number(at), allDays: days.length, rows: Number(n), netMinor: Number(net),
      matchedRows: Number(matched?.n ?? 0), matchedMinor: Number(matched?.net ?? 0), strayRows: Number(stray?.n ?? 0), strayMinor: Number(stray?.net ?? 0),
      cleanedRows: Number(cleaned?.n ?? 0), cleanedMinor: Number(cleaned?.net ?? 0),
    } // prettier-ignore
  })
}

type Cleans = CleaningRule['cleans']

export interface StrayRow {
  readonly id: number
  readonly provider: string
  readonly ledger: Ledger
  readonly kind: RowKind
  readonly at: number
  readonly day: string
  readonly number: string | null
  readonly netMinor: number
  readonly note: string
  /** The rule that cleaned it; `null` = it belongs to no order of ours. */
  readonly cleaned: string | null
  /** What that rule cleans: the house's own tests, or what it keeps to itself. */
  readonly cleans: Cleans | null
  readonly fileName: string
  /** Counted from the first row of its file. */
  readonly rowNumber: number
}

/** The month's rows that belong to no order of ours, cleaned ones included; by keyset. */
export async function* strayRowsOfMonth(read: ReadDb, month: BooksMonth, limit = 500): AsyncGenerator<StrayRow[]> {
  for (let after = 0; ;) {
    const rows = await strayRows(read, month, after, limit)
    if (rows.length === 0) return
    after = rows.at(-1)?.id ?? after
    yield rows
  }
} // prettier-ignore

interface StrayDb { id: number; provider: string; ledger: Ledger; kind: RowKind; at: number; day: string; order_no: string | null; net: number; note: string; cleaned: string | null; cleans: Cleans | null; name: string; page: number; line: number } // prettier-ignore

/** One page of them after a row's id. */
export async function strayRows(read: ReadDb, month: BooksMonth, after: number, limit: number): Promise<StrayRow[]> {
  const days = daysBetween(month.from, month.to)
  const rows = await read.all<StrayDb>(
    `select r.id, r.provider, r.ledger, r.kind, r.at, r.day, r.order_no, r.settled + r.fee + r.commission as net, r.note, r.cleaned, case when r.cleaned is null then null else coalesce(b.cleans, 'test') end as cleans, f.name, r.page, r.line
     from bill_rows r join bill_files f on f.id = r.file_id left join bill_rules b on b.id = r.cleaned where r.id > ? and r.day >= ? and r.day <= ? and (r.order_id is null or r.cleaned is not null) order by r.id limit ?`,
    [after, days.at(0) ?? '', days.at(-1) ?? '', limit],
  )
  return rows.map((row) => ({
    id: Number(row.id), provider: row.provider, ledger: row.ledger, kind: row.kind, at: Number(row.at), day: row.day, number: row.order_no,
    netMinor: Number(row.net), note: row.note, cleaned: row.cleaned, cleans: row.cleans, fileName: row.name, rowNumber: rowNumber(row),
  }))
} // prettier-ignore

/** Where the bills speak of a difference: what the provider is asked with. */
export interface BillPlace {
  readonly fileName: string
  /** Counted from the first row of its file. */
  readonly rowNumber: number
  /** The number that the bill gives the order. */
  readonly number: string | null
  /** The provider's own number of the event. */
  readonly event: string
}
export type MonthDifference = Awaited<ReturnType<typeof pageOfDifferences>>['rows'][number] & {
  /** Rows of its order, or the one row it is about; none where no bill speaks of the order. */
  readonly places: readonly BillPlace[]
}

/** All differences of the month, open and resolved. */
export async function* differencesOfMonth(
  read: ReadDb,
  month: BooksMonth,
): AsyncGenerator<MonthDifference[]> {
  for (const state of ['open', 'resolved'] as const)
    for (let cursor: string | null = null, more = true; more;) {
      const page: Awaited<ReturnType<typeof pageOfDifferences>> = await pageOfDifferences(read, { state, ...month }, cursor, AT_ONCE) // prettier-ignore
      const ofOrders = await placesOf(read, 'order_id', page.rows.flatMap((row) => row.orderId ?? [])) // prettier-ignore
      const ofRows = await placesOf(read, 'id', page.rows.flatMap((row) => row.rowId ?? [])) // prettier-ignore
      yield page.rows.map((row) => ({
        ...row,
        places: (row.orderId === null ? ofRows.get(row.rowId ?? 0) : ofOrders.get(row.orderId)) ?? [],
      }))
      cursor = page.nextCursor
      more = cursor !== null
    }
}

interface PlaceDb { of: number; name: string; page: number; line: number; order_no: string | null; event: string } // prettier-ignore

async function placesOf(read: ReadDb, by: 'order_id' | 'id', ids: readonly number[]): Promise<Map<number, BillPlace[]>> {
  if (ids.length === 0) return new Map()
  const rows = await read.all<PlaceDb>(
    `select r.${by} as "of", f.name, r.page, r.line, r.order_no, r.event from bill_rows r join bill_files f on f.id = r.file_id
     where r.${by} in (${ids.map(() => '?').join(',')}) and r.cleaned is null order by f.name, r.page, r.line`,
    ids,
  )
  const found = Map.groupBy(rows, (row) => Number(row.of))
  return new Map([...found].map(([id, own]) => [id, own.map((row) => ({ fileName: row.name, rowNumber: rowNumber(row), number: row.order_no, event: row.event }))]))
} // prettier-ignore
