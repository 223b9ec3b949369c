import type { ShippingRowView } from '../../../core/rpc/api'

/** A line that is to be shipped: found, judged, and what became of it. */
export interface BulkRow extends ShippingRowView {
  readonly said: string
  readonly outcome?: 'sent' | 'refused'
  /** A person looked at its doubtful number and says that it is right. */
  readonly sure?: boolean
  /** A person chose its courier: it can be chosen again. */
  readonly chosen?: boolean
}

/** One number a line, matched with the selected orders in their order. Empty lines are nobody's. */
export function matched(numbers: string, orders: readonly string[]) {
  return numbers
    .split(/\r?\n/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((waybill, n) => ({ line: n + 1, number: orders[n] ?? '', waybill, courier: '' }))
}

/** Lines that will leave: what stands below them cannot have their orders or numbers. */
export function leaving(rows: readonly BulkRow[]) {
  return rows.flatMap(({ line, number, waybill, orderId, problems }) =>
    orderId !== null && problems.every(({ mild, confirm }) => mild || confirm)
      ? [{ line, number, waybill, orderId }]
      : [],
  )
}

/** A number that a line below gives to another buyer: which of the two is wrong nobody knows, so the upper one waits for a yes. */
export function alsoBelow(rows: readonly BulkRow[]): readonly BulkRow[] {
  const below = new Map(
    rows.flatMap((row) =>
      row.problems.flatMap(({ code, data }) => (code === 'waybill-twice-in-sheet' ? [[data['line'], row] as const] : [])),
    ),
  )
  return rows.map((row) => {
    const other = below.get(row.line)
    if (!other) return row
    const data = { waybill: row.waybill, number: other.number, line: other.line }
    return { ...row, problems: [...row.problems, { code: 'waybill-below-too', data, confirm: 'waybill', mild: false }] }
  })
} // prettier-ignore

type Confirmed = ReadonlySet<string>

/** The problem that keeps a line back; what was said yes to, and mere hints, do not. */
export function obstacle(row: BulkRow, confirmed: Confirmed) {
  return row.problems.find(({ mild, confirm }) => !mild && !(confirm && saidYes(row, confirm, confirmed)))
}

/** One doubtful number has nothing to do with the next: each has a yes of its own. */
function saidYes(row: BulkRow, confirm: string, confirmed: Confirmed): boolean {
  return confirm === 'waybill' ? row.sure === true : confirmed.has(confirm)
}

export function isReady(row: BulkRow, confirmed: Confirmed): boolean {
  return row.outcome !== 'sent' && obstacle(row, confirmed) === undefined
}
