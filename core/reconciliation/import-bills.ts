import { recordHistory } from '../audit'
import type { Actor, Database } from '../database'
import { Refusal, type SecretBox } from '../kernel'
import { openBill, type BillInput, type BillPart } from './bill-file'
import type { BillRow } from './bill-row'
import { added, beginFile, keepDays, keepRows, type Kept, type PlacedRow } from './bill.store'
import { cleanedBy, cleaningRules, type CleaningRule } from './cleaning'
import { orderFinder, type OrderFinder } from './find-orders.store'
import { lookForDifferences, type Looked } from './look-for-differences'
import { matchRows, seeChannel } from './match-rows.store'
import { ROWS_OF_PAGE } from './row-number'
import { proveBill, spanOf, type ProvenBill } from './prove-bill'
import { readBill } from './read-bill'

export interface ImportDeps {
  readonly database: Database
  readonly box: SecretBox
}

/** What became of one file, or of one text inside an archive. */
export type FileResult =
  | { readonly name: string; readonly ok: false; readonly code: string; readonly data: Refusal['data']; readonly message: string }
  | ({ readonly name: string; readonly ok: true; readonly id: string; readonly layout: string; readonly provider: string; readonly ledger: string;
      readonly from: string; readonly to: string; readonly rows: number; readonly cleaned: number; readonly repeated: boolean;
      readonly totals: Readonly<Record<string, number>> } & Kept) // prettier-ignore

export interface ImportResult extends Looked {
  readonly files: readonly FileResult[]
  /** Rows of all files that belong to an order now. */
  readonly matched: number
  readonly open: number
}

export interface ImportOptions {
  /** Aborted between two pieces: `Refusal('cancelled')`. Rows that were kept stay; a repeat goes on from there. */
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((step: ImportProgress) => void) | undefined
}
export interface ImportProgress {
  readonly name: string
  readonly stage: 'reading' | 'keeping' | 'looking'
  readonly rows: number
  readonly of: number | null
}

const NOTHING: Looked = { orders: 0, differing: 0, unknown: 0 }

/**
 * Takes bills in: each is read through and proven whole before its first row is kept, so that a bad one leaves nothing
 * behind; then its rows find their orders and what does not come out even is listed. The same file twice changes
 * nothing; a month's file over its days' files adds only what is new. What was broken off is finished by a repeat.
 */
export async function importBills(
  { database, box }: ImportDeps,
  actor: Actor,
  inputs: readonly BillInput[],
  { signal, progress }: ImportOptions = {},
): Promise<ImportResult> {
  const step = (told: ImportProgress) => {
    if (signal?.aborted) throw new Refusal('cancelled')
    progress?.(told)
  }
  const rules = await cleaningRules(database.read)
  const find = await orderFinder(database.slow)
  const files: FileResult[] = []
  const taken: { bill: ProvenBill; kept: Kept }[] = []
  for (const input of inputs)
    for (const part of await partsOf(input, files))
      await reported(files, part.name, async () => {
        const bill = await proveBill(part, (rows) =>
          step({ name: part.name, stage: 'reading', rows, of: null }),
        )
        const done = await beginFile(database, actor, part.name, bill)
        const stored = done
          ? { kept: { fresh: 0, known: bill.rowCount, contradicting: 0 }, cleaned: 0 }
          : await keepBill({ database, box, actor, rules, find, step }, part, bill)
        if (!done) taken.push({ bill, kept: stored.kept })
        return { ...describe(part.name, bill), ...stored.kept, cleaned: stored.cleaned, repeated: done }
      })
  step({ name: '', stage: 'looking', rows: 0, of: null })
  const looked = await settle(database, actor, taken)
  return { files, ...looked, ...(await standing(database)) }
}

/** Matching and looking again without a new file: for orders that came after their bill. Ends early when the signal aborts. */
export async function matchAgain(database: Database, actor: Actor, signal?: AbortSignal): Promise<Looked> {
  await matchRows(database, actor, signal)
  const span = await database.slow.get<{ first: string | null; last: string | null }>(
    'select min(day) as first, max(day) as last from bill_days',
  )
  if (!span?.first || !span.last) return NOTHING
  return lookForDifferences(database, actor, { firstRow: 1, from: span.first, to: span.last, signal })
}

async function partsOf(input: BillInput, files: FileResult[]): Promise<readonly BillPart[]> {
  try {
    return await openBill(input)
  } catch (error) {
    files.push(refused(input.name, error))
    return []
  }
}

async function reported(files: FileResult[], name: string, work: () => Promise<FileResult>): Promise<void> {
  try {
    files.push(await work())
  } catch (error) {
    files.push(refused(name, error))
  }
}

function refused(name: string, error: unknown): FileResult {
  if (!(error instanceof Refusal) || error.code === 'cancelled') throw error
  return { name, ok: false, code: error.code, data: error.data, message: error.message }
}

interface Keeping extends ImportDeps {
  readonly actor: Actor
  readonly rules: readonly CleaningRule[]
  readonly find: OrderFinder
  readonly step: (told: ImportProgress) => void
}

/** The second reading: its rows go in, a few hundred at a time; the first has shown that it is whole. */
async function keepBill(keeping: Keeping, part: BillPart, bill: ProvenBill) {
  const { database, box, actor } = keeping
  let kept: Kept = { fresh: 0, known: 0, contradicting: 0 }
  let [page, cleaned] = [0, 0]
  const channels = new Set<string>()
  let waiting: BillRow[] = []
  const store = async (rows: readonly BillRow[]) => {
    keeping.step({ name: part.name, stage: 'keeping', rows: page * ROWS_OF_PAGE, of: bill.rowCount })
    const placed = await place(keeping, rows, page, channels)
    cleaned += placed.filter((one) => one.cleaned !== null).length
    kept = added(kept, await keepRows(database, box, actor, bill, page, placed))
    page += 1
  }
  for await (const { rows } of readBill(part)) {
    waiting.push(...rows)
    while (waiting.length >= ROWS_OF_PAGE) {
      await store(waiting.slice(0, ROWS_OF_PAGE))
      waiting = waiting.slice(ROWS_OF_PAGE)
    }
  }
  if (waiting.length > 0) await store(waiting)
  await database.withTx(actor, async (tx) => {
    await keepDays(tx, bill)
    for (const shopId of channels) await seeChannel(tx, shopId, bill.layout.provider)
  })
  return { kept, cleaned }
}

async function place(
  { rules, find }: Keeping,
  rows: readonly BillRow[],
  page: number,
  channels: Set<string>,
): Promise<PlacedRow[]> {
  const orders = await find(rows)
  return rows.map((row, line) => {
    const order = orders[line]
    if (order && row.kind === 'payment') channels.add(order.shopId)
    return { row, page, line, cleaned: cleanedBy(rules, row), orderId: order?.id ?? null }
  })
}

async function settle(
  database: Database,
  actor: Actor,
  taken: readonly { bill: ProvenBill; kept: Kept }[],
): Promise<Looked> {
  if (taken.length === 0) return NOTHING
  await matchRows(database, actor)
  const days = taken.flatMap(({ bill }) => [...bill.days.keys()]).sort()
  const [from, to] = [days.at(0), days.at(-1)]
  // Rows of a bill that was given up are this one's rows too, where both tell of the same days: they stand earlier.
  const begun = await database.slow.get<{ first: number }>(`select min(first_row) as first from bill_files where state <> 'done'`) // prettier-ignore
  const firstRow = Number(begun?.first ?? 1)
  const contradicted = taken.some(({ kept }) => kept.contradicting > 0)
  const looked =
    from && to ? await lookForDifferences(database, actor, { firstRow, from, to, contradicted }) : NOTHING
  await database.withTx(actor, async (tx) => {
    for (const { bill, kept } of taken) {
      await tx.run(`update bill_files set state = 'done' where id = ?`, [bill.id])
      recordHistory(tx, {
        kind: 'bill.imported', entity: 'bill-file', entityId: bill.id,
        changes: [['layout', null, bill.layout.name], ['rows', null, bill.rowCount], ['newRows', null, kept.fresh]],
      }) // prettier-ignore
    }
  })
  return looked
}

function describe(name: string, bill: ProvenBill) {
  return {
    name, ok: true, id: bill.id, layout: bill.layout.name, provider: bill.layout.provider, ledger: bill.layout.ledger,
    ...spanOf(bill), rows: bill.rowCount, totals: Object.fromEntries(bill.totals),
  } as const // prettier-ignore
}

async function standing(database: Database): Promise<{ matched: number; open: number }> {
  const rows = await database.slow.get<{ n: number }>('select count(*) as n from bill_rows where order_id is not null') // prettier-ignore
  const open = await database.slow.get<{ n: number }>(`select count(*) as n from bill_differences where state = 'open'`) // prettier-ignore
  return { matched: Number(rows?.n ?? 0), open: Number(open?.n ?? 0) }
}
