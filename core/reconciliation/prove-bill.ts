import { contentHash } from '../kernel'
import type { BillPart } from './bill-file'
import { refuseBill } from './bill-refusal'
import { billDay, daysBetween, DAY_MS, dayStart } from './bill-time'
import { netOf } from './bill-row'
import { rateVote } from './fee-rate'
import { isBelievable } from './preamble'
import { readBill, type ReadBill } from './read-bill'

/** What is known of a bill once it was read through and its totals held. */
export interface ProvenBill extends ReadBill {
  /** Of its text: the same bill in a ZIP, gzipped or plain is the same. */
  readonly id: string
  readonly rowCount: number
  /** Rows and what they left in the account, by day; days without a row included. */
  readonly days: ReadonlyMap<string, { readonly rows: number; readonly netMinor: number }>
  /** The rate that explains its fees, where rows do not name one. */
  readonly feePpm: number | undefined
}

/** Reads a bill through once, keeping nothing but sums. Refuses as `readBill` does, or with what `progress` throws. */
export async function proveBill(part: BillPart, progress: (rows: number) => void): Promise<ProvenBill> {
  const hash = textHash()
  const vote = rateVote()
  const days = new Map<string, { rows: number; netMinor: number }>()
  let rowCount = 0
  const reading = readBill(part)
  for (;;) {
    const step = await reading.next()
    if (step.done) {
      const { period } = step.value.preamble
      return { ...step.value, id: hash.end(), rowCount, days: filled(days, period), feePpm: vote.winner() }
    }
    progress(rowCount)
    for (const line of step.value.lines) hash.add(line)
    for (const row of step.value.rows) {
      rowCount += 1
      const day = days.get(row.day) ?? { rows: 0, netMinor: 0 }
      days.set(row.day, { rows: day.rows + 1, netMinor: day.netMinor + netOf(row) })
      if (row.kind === 'payment' && row.feePpm === null && row.feeMinor !== 0)
        vote.add(row.settledMinor, 0 - row.feeMinor)
    }
  }
}

/** The period's days; where no period is told, from the first to the last row's. A row outside stands for its own day. */
function filled(days: ReadonlyMap<string, { rows: number; netMinor: number }>, period: readonly [number, number] | undefined) {
  const named = [...days.keys()].sort()
  const [first, last] = [named.at(0), named.at(-1)]
  const span = period ?? (first && last ? [dayStart(first), dayStart(last) + DAY_MS] as const : undefined)
  if (first && last && span && !isBelievable(span)) throw refuseBill('bill-period-unreadable', { from: first, to: last })
  const all = span ? daysBetween(span[0], span[1]) : []
  return new Map([...new Set([...all, ...named])].sort().map((day) => [day, days.get(day) ?? { rows: 0, netMinor: 0 }]))
} // prettier-ignore

/** Chained over pieces of a fixed number of lines, so that memory stays flat and pieces of the file do not matter. */
function textHash() {
  const AT_ONCE = 256
  let lines: string[] = []
  let hash = ''
  const fold = () => {
    hash = contentHash(`${hash}\n${lines.join('\n')}`)
    lines = []
  }
  return {
    add(line: string) {
      if (lines.push(line) === AT_ONCE) fold()
    },
    end(): string {
      fold()
      return hash
    },
  }
}

export function spanOf(bill: ProvenBill): { from: string; to: string } {
  const days = [...bill.days.keys()]
  const today = billDay(0)
  return { from: days.at(0) ?? today, to: days.at(-1) ?? today }
}
