import { seal } from '../kernel'
import { appendToChain, type ChainEntry, type LastStep, type Tx } from '../database'

/** One field of an entity tree: its path, what it was, what it is. */
export type Change = readonly [path: string, before: string | number | null, after: string | number | null]

/** One entry per entity tree and fact. Creation is one entry that names its observation, not a row per field. */
export interface HistoryItem {
  /** Stable kebab-case word: `order-received`, `memo-changed`, `shop-added`, … */
  readonly kind: string
  readonly entity: string
  readonly entityId: string
  readonly changes: readonly Change[]
  /** Changes that speak of a person, sealed under the key that forgetting destroys. */
  readonly personal?: { readonly changes: readonly Change[]; readonly key: Uint8Array }
}

const KIND = 'history'

/** Notes an entry; it is numbered, chained and written as the transaction's last step. */
export function recordHistory(tx: Tx, item: HistoryItem): void {
  tx.collect(KIND, item)
}

function toEntry({ kind, entity, entityId, changes, personal }: HistoryItem): ChainEntry {
  const sealed =
    personal && personal.changes.length > 0
      ? seal(personal.key, Buffer.from(JSON.stringify(personal.changes)))
      : null
  return { kind, entity, entityId, changesJson: JSON.stringify(changes), personal: sealed }
}

/** Must be the last of the last steps: it holds the head of the chain until the commit. */
export const historyStep: LastStep = {
  kind: KIND,
  async run(tx, items) {
    const history = items as readonly HistoryItem[] // only recordHistory collects under this kind
    const first = await appendToChain(tx, history.map(toEntry))
    return history.map(({ entity, entityId }, index) => ({ sequence: first + index, entity, entityId }))
  },
}
