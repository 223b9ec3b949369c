import type { SlipRowView } from '../../../core/rpc/api'
import type { Say } from './use-slip-words'

/** What lies in the parcel, as far as it is known. */
export function goodsOf(row: SlipRowView, t: Say): string {
  if (row.state === 'unreadable') return row.fileName || t('unread')
  if (row.state === 'reading') return t('reading')
  const { order } = row
  if (!order || (row.state !== 'matched' && row.state !== 'ask')) return t('unknownGoods')
  if (order.lineCount > 1) return t('manyPieces', { title: order.title, n: order.pieces })
  return order.pieces > 1 ? t('pieces', { title: order.title, n: order.pieces }) : order.title
}

/** Why it stands where it stands, in one short line. */
export function standingOf(row: SlipRowView, t: Say, has: (key: string) => boolean): string {
  const word = (kind: string, code: string | null) =>
    code !== null && has(`${kind}_${code}`) ? t(`${kind}_${code}`) : (code ?? '')
  switch (row.state) {
    case 'reading':
      return row.fileName
    case 'unreadable':
      return word('problem', row.problem)
    case 'set-aside':
      return t('undoAside', { where: row.putAt ?? '' })
    case 'matched': {
      const tail = row.order
        ? t('tailOf', { shop: row.order.shopName, tail: row.order.number.slice(-4) })
        : ''
      const by =
        row.basis === 'person' ? t('by_person', { who: row.decidedBy ?? '' }) : word('basis', row.basis)
      return `${tail} · ${by}`
    }
    case 'ask':
    case 'none':
      return word('ask', row.ask)
  }
}
