import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, contentHash } from '../kernel'

/** A payout that was about to leave, as far as it takes to ask for it again. Nothing of a person is in it. */
const intentWire = z.object({
  key: z.string(),
  shopId: z.string(),
  orderExternalId: z.string(),
  refundExternalId: z.string().nullable(),
  kind: z.enum(['money', 'return']),
  lines: z.array(z.object({ lineExternalId: z.string(), quantity: z.number().int() })),
  caseOrdinal: z.number().int(),
  amountMinor: z.number().int(),
  currency: z.string(),
  /** UTC ms. */
  at: z.number(),
})
export type PayoutIntent = z.infer<typeof intentWire>

export const JOURNAL_FILE = 'payouts.jsonl'

/**
 * The payout journal: one line for each payout, on the disk before it leaves, outside the database and its backups. A
 * restored database may have forgotten a payout; the journal has not. Lines are appended, never changed.
 */
export class PayoutJournal {
  readonly #known = new Map<string, PayoutIntent>()
  /** Lines that cannot be read: torn by a power cut before their payout left, or damaged since. */
  readonly unreadable: number

  private constructor(
    readonly file: string,
    lines: readonly string[],
  ) {
    let unreadable = 0
    for (const line of lines) {
      const intent = intentOf(line)
      if (intent) this.#known.set(intent.key, intent)
      else unreadable += 1
    }
    this.unreadable = unreadable
  }

  static open(folder: string): PayoutJournal {
    const file = join(folder, JOURNAL_FILE)
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    return new PayoutJournal(
      file,
      lines.filter((line) => line !== ''),
    )
  }

  has(key: string): boolean {
    return this.#known.has(key)
  }
  intents(): readonly PayoutIntent[] {
    return [...this.#known.values()]
  }

  /** Returns once the line is on the disk. An intent that is there already is not written again. */
  append(intent: PayoutIntent): void {
    if (this.#known.has(intent.key)) return
    const fresh = !existsSync(this.file)
    const handle = openSync(this.file, 'a+', 0o600)
    try {
      const body = canonicalJson(intent)
      // After a torn line: what is written now must not be joined to it.
      writeSync(handle, `${endsInTheMiddle(handle) ? '\n' : ''}${contentHash(body)} ${body}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    if (fresh) syncFolder(dirname(this.file))
    this.#known.set(intent.key, intent)
  }
}

/** A damaged line that still reads as an intent counts as one: asking once too often harms nobody. */
function intentOf(line: string): PayoutIntent | undefined {
  const cut = line.indexOf('{')
  if (cut < 0) return undefined
  try {
    return intentWire.safeParse(JSON.parse(line.slice(cut))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function endsInTheMiddle(handle: number): boolean {
  const { size } = fstatSync(handle)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last.toString() !== '\n'
}

function syncFolder(folder: string): void {
  // Windows knows no such thing: there the file's own flush must do.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Lines whose checksum is wrong: for the doctor. */
export function damagedLines(folder: string): number {
  const file = join(folder, JOURNAL_FILE)
  if (!existsSync(file)) return 0
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.filter((line) => {
    const cut = line.indexOf(' ')
    return line !== '' && line.slice(0, cut) !== contentHash(line.slice(cut + 1))
  }).length
}
