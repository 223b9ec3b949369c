import { readFile } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import type { Core } from '../build-core'
import { shipOrder } from '../flows'
import {
  CONFIRMATIONS, COURIERS, heldBy, parcelViews, piecesNamed, planRows, problemsOf, readShippingSheet, shippingFacts, shipRow,
  type Confirmation, type LineAbove, type NamedPieces, type PlannedRow, type Problem, type SheetRow,
} from '../fulfilment' // prettier-ignore
import type { ReadDb } from '../database'
import { Refusal } from '../kernel'
import { loadOrder } from '../orders'
import { readSettings } from '../auth'
import type { CoreCommand } from './commands'
import { option, options, type Io, type Words } from './io'
import { wrong } from './usage'
import { sentenceOf } from './sentences'

const actor = { who: 'owner', from: 'command-line' }

interface Outcome {
  readonly line: number
  readonly order: string
  readonly waybill: string
  readonly courier: string | null
  /** `ready` in a dry run; `telling`: sent, and the platform has not answered yet. */
  readonly state: 'told' | 'telling' | 'ready' | 'refused'
  readonly code?: string
  readonly reason?: string
}

/**
 * `ship FILE`: every line leaves or is refused with its reason; `ship --order N --waybill W`: one parcel, with `--line`
 * of some pieces only. Waits until the platforms have answered. 1 when a line was refused.
 */
export const ship: CoreCommand = async (core, words, io) => {
  const confirm = confirmations(words)
  const pieces = piecesOf(words)
  const rows = await rowsOf(words, io)
  const dry = words.options['dry-run'] === true
  const sent = await (dry ? judged : shipped)(core, rows, { confirm, pieces })
  const outcomes = dry ? sent : await withAnswers(core, sent)
  const refused = outcomes.filter((one) => one.state === 'refused').length
  io.out(io.json ? `${JSON.stringify({ rows: outcomes.map(({ orderId: _, ...one }) => one), refused })}\n` : told(outcomes, refused, dry)) // prettier-ignore
  return refused > 0 ? 1 : 0
}

type Sent = Outcome & { readonly orderId: number | null }

interface Asked {
  readonly confirm: readonly Confirmation[]
  /** Empty: all that waits. */
  readonly pieces: readonly NamedPieces[]
}

function piecesOf(words: Words): NamedPieces[] {
  return options(words, 'line').map((text) => {
    const cut = text.lastIndexOf('=')
    const quantity = text.slice(cut + 1)
    if (cut < 1 || !/^[1-9]\d{0,5}$/.test(quantity))
      throw wrong(
        `--line ${text} 要写成 编码=件数。`,
        `--line ${text}: write code=pieces.`,
        '--line LL-TRY-1=2',
      )
    return { name: text.slice(0, cut), quantity: Number(quantity) }
  })
}

async function linesOf(db: ReadDb, orderId: number, pieces: readonly NamedPieces[]) {
  const order = await loadOrder(db, orderId)
  if (!order) throw new Refusal('no-such-order')
  return pieces.length === 0 ? null : piecesNamed(order, pieces)
}

function confirmations(words: Words): Confirmation[] {
  const said = (option(words, 'confirm') ?? '').split(',').filter((word) => word !== '')
  const known = new Set<string>(CONFIRMATIONS)
  const odd = said.find((word) => !known.has(word))
  if (odd !== undefined) throw wrong(`--confirm 不认识「${odd}」。`, `--confirm does not know “${odd}”.`, `--confirm ${CONFIRMATIONS.join(',')}`) // prettier-ignore
  return said as Confirmation[]
}

async function rowsOf(words: Words, io: Io): Promise<readonly SheetRow[]> {
  const [file] = words.positionals
  const [number, waybill] = [option(words, 'order'), option(words, 'waybill')]
  if (number && waybill && !file)
    return [{ line: 1, number, waybill, courier: option(words, 'courier') ?? '' }]
  if (!file || number || waybill || words.options['line'] !== undefined)
    throw wrong('要么给一张表，要么给 --order 和 --waybill（可加 --line）。', 'Give either a sheet, or --order and --waybill, with --line if not all leaves.', 'zhanggui ship FILE [--dry-run] | ship --order NUMBER --waybill NO [--courier C] [--line SKU=N]… [--confirm short,untracked,merged,waybill]') // prettier-ignore
  const path = isAbsolute(file) ? file : resolve(io.cwd, file)
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR') throw new Refusal('not-a-file', { file })
    throw error.code === 'ENOENT' ? new Refusal('file-missing', { file }) : error
  })
  const { rows, sheet } = await readShippingSheet(file, bytes)
  if (sheet !== null) io.err(`读的是「${sheet}」这一张表。/ Read from its sheet “${sheet}”.\n`)
  return rows
}

/** What each line would meet, without doing anything. */
async function judged(core: Core, rows: readonly SheetRow[], { confirm, pieces }: Asked): Promise<Sent[]> {
  const { read } = core.database
  const sent: Sent[] = []
  const above: LineAbove[] = []
  const twice = await twiceGiven(core, rows, { confirm, pieces })
  for (const asked of rows) {
    const [row] = await planRows(read, [asked], above)
    if (!row) continue
    const problems = pieces.length === 0 ? row.problems : await problemsOfPieces(read, row, pieces)
    const stands = problems.find(({ mild, confirm: by }) => !mild && !(by && confirm.includes(by)))
    const problem = stands ?? twice.get(row.line)
    if (!stands && row.orderId !== null) above.push({ ...row, orderId: row.orderId })
    sent.push(outcome(row, problem, 'ready'))
  }
  return sent
}

/** What a number given to two buyers holds back, by line: neither leaves before `--confirm waybill` lets the upper one go. */
async function twiceGiven(core: Core, rows: readonly SheetRow[], { confirm }: Asked): Promise<ReadonlyMap<number, Problem>> {
  if (confirm.includes('waybill')) return new Map()
  const planned = await planRows(core.database.read, rows)
  const lower = planned.flatMap(({ line, problems }) =>
    problems.filter(({ code }) => code === 'waybill-twice-in-sheet').map((problem) => [line, problem] as const),
  )
  return new Map([...heldBy(planned), ...lower])
} // prettier-ignore

async function problemsOfPieces(read: ReadDb, row: PlannedRow, pieces: readonly NamedPieces[]) {
  const order = row.orderId === null ? undefined : await loadOrder(read, row.orderId)
  if (!order || row.courier === null || row.waybill === '') return row.problems
  const parcel = { courier: row.courier, waybill: row.waybill, lines: piecesNamed(order, pieces) }
  return problemsOf(await shippingFacts(read, order, [parcel]))
}

async function shipped(core: Core, rows: readonly SheetRow[], { confirm, pieces }: Asked): Promise<Sent[]> {
  const sent: Sent[] = []
  const twice = await twiceGiven(core, rows, { confirm, pieces })
  for (const row of rows) {
    const [planned] = await planRows(core.database.read, [row])
    const held = twice.get(row.line)
    if (held) {
      sent.push(outcome({ ...row, ...planned }, held, 'telling'))
      continue
    }
    const timeOuts = await readSettings(core.database.read)
    const problem = await core.database.withTx(actor, (tx) =>
      shipRow(tx, row, async (orderId, parcel) => {
        const lines = await linesOf(tx, orderId, pieces)
        return shipOrder(tx, timeOuts, { orderId, parcels: [{ ...parcel, lines }], confirm })
      }),
    )
    sent.push(outcome({ ...row, ...planned }, problem, 'telling'))
  }
  core.rpc.wakeJobs()
  await core.jobs.idle()
  return sent
}

/** What has become of what was sent, as far as the platforms have answered. */
async function withAnswers(core: Core, sent: readonly Sent[]): Promise<Sent[]> {
  return Promise.all(
    sent.map(async (one): Promise<Sent> => {
      if (one.state === 'refused' || one.orderId === null) return one
      const parcel = (await parcelViews(core.database.read, one.orderId)).find(
        ({ waybill }) => waybill === one.waybill,
      )
      if (!parcel) return one
      const reason = parcel.reason ?? parcel.problem
      return {
        ...one,
        state: parcel.state,
        ...(parcel.reasonCode ? { code: 'platform-refused' } : {}),
        ...(reason ? { reason } : {}),
      }
    }),
  )
}

function outcome(
  row: Omit<SheetRow, 'courier'> & { readonly orderId?: number | null; readonly courier: string | null },
  problem: Problem | undefined,
  otherwise: 'ready' | 'telling',
): Sent {
  const { line, number: order, waybill, courier, orderId = null } = row
  const base = { line, order, waybill, courier, orderId }
  if (!problem) return { ...base, state: otherwise }
  return { ...base, state: 'refused', code: problem.code, reason: sentenceOf(new Refusal(problem.code, problem.data)) }
} // prettier-ignore

const MARK = { told: '✓', telling: '…', ready: '✓', refused: '✗' } as const

function told(outcomes: readonly Sent[], refused: number, dry: boolean): string {
  const lines = outcomes.map((one) => {
    const courier = one.courier !== null && Object.hasOwn(COURIERS, one.courier) ? COURIERS[one.courier as keyof typeof COURIERS].zh : '' // prettier-ignore
    const reason = one.reason ? `\n    ${one.reason.replaceAll('\n', '\n    ')}` : ''
    return `${MARK[one.state]} ${one.line}\t${one.order}\t${courier} ${one.waybill}${reason}`
  })
  const done = outcomes.length - refused
  const waiting = outcomes.filter((one) => one.state === 'telling').length
  const later = waiting > 0 ? `，${waiting} 单平台还没回话，会接着告诉它` : ''
  const laterEn = waiting > 0 ? `, ${waiting} not answered yet and told again by themselves` : ''
  return `${lines.join('\n')}\n${dry ? '可发' : '已发'} ${done} 单，没发 ${refused} 单${later}\n${done} ${dry ? 'can be shipped' : 'shipped'}, ${refused} refused${laterEn}\n`
}
