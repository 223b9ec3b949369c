import type { StockMoveView } from '../../../core/rpc/api'
import { stockWords } from './stock.words'
import type { Say } from './use-stock-words'

type Move = Pick<StockMoveView, 'kind' | 'document'>

/** The paper behind a move: ours by its name and number, somebody else's as he wrote it. */
export function paperOf({ kind, document }: Move, t: Say): string {
  if (document === null || kind === 'receive') return document ?? ''
  if (kind === 'adjust') return Object.hasOwn(stockWords.zh.what, document) ? t(`what.${document}`) : document
  const ours = /^(transfer|count|hold):(\d+)$/.exec(document)
  return ours ? t(`paper.${ours[1] ?? ''}`, { n: ours[2] ?? '' }) : document
}
