import type { ShippingRowView } from '../../../core/rpc/api'
import type { client } from '../client'

type Preview = Awaited<ReturnType<typeof client.fulfilment.preview>>

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

/** Lines with what was found out about them later: a line below may hold one back. */
export function withHeld(rows: readonly BulkRow[], held: Preview['held']): readonly BulkRow[] {
  return rows.map((row) => ({
    ...row,
    problems: [...row.problems, ...held.flatMap(({ line, problem }) => (line === row.line ? [problem] : []))],
  }))
}

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
