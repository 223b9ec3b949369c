import { AsyncLocalStorage } from 'node:async_hooks'
import { Bug, type Announcement } from '../kernel'
import type { LastStep, Tx } from './database'

export const TX_DEADLINE_MS = 2_000
/** After a last step over so many items, what waits on the loop comes first. */
const MANY = 10

/** Only to catch a transaction opened inside another; no transaction is ever taken from here. */
const inside = new AsyncLocalStorage<true>()

export function refuseNesting(): void {
  if (inside.getStore())
    throw new Bug('a transaction body may not open another transaction: pass its tx on instead')
}

/** What a body gathers for the last steps. */
export class Collected {
  readonly #lists = new Map<string, unknown[]>()
  add(kind: string, item: unknown): void {
    const list = this.#lists.get(kind)
    if (list) list.push(item)
    else this.#lists.set(kind, [item])
  }
  mark(): ReadonlyMap<string, number> {
    return new Map([...this.#lists].map(([kind, list]) => [kind, list.length]))
  }
  rollbackTo(mark: ReadonlyMap<string, number>): void {
    for (const [kind, list] of this.#lists) list.length = mark.get(kind) ?? 0
  }
  take(kind: string): readonly unknown[] {
    return this.#lists.get(kind) ?? []
  }
}

/** The life of one transaction: open until `end`, then every use is a bug. */
export class TxLife {
  #ended = false
  readonly collected = new Collected()
  check(): void {
    if (this.#ended)
      throw new Bug('a transaction was used after its end: something it started was not awaited')
  }
  end(): void {
    this.#ended = true
  }
}

/** Runs the body and the last steps under the deadline. Throws what the body throws, or a Bug at the deadline. */
export async function runBody<T>(
  tx: Tx,
  life: TxLife,
  lastSteps: readonly LastStep[],
  body: (tx: Tx) => Promise<T>,
): Promise<{ result: T; announcements: Announcement[] }> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      life.end()
      reject(
        new Bug(
          `a transaction took longer than ${TX_DEADLINE_MS} ms: its body may await nothing but the transaction`,
        ),
      )
    }, TX_DEADLINE_MS)
  })
  const work = inside.run(true, async () => {
    const result = await body(tx)
    const announcements: Announcement[] = []
    for (const step of lastSteps) {
      const items = life.collected.take(step.kind)
      if (items.length > 0) announcements.push(...((await step.run(tx, items)) ?? []))
      if (items.length > MANY) await tx.breathe()
    }
    return { result, announcements }
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
    // After the deadline the body may still be running: its end is of no interest, its error must not be unhandled.
    work.catch((error: unknown) => error)
  }
}
