import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefundDetail } from '../../../core/rpc/api'
import { client } from '../client'
import { useCommandIds } from '../command-ids'
import { useReason } from '../drawer/use-reason'
import { formatMoney } from '../ui'
import { useRefundsWords } from './use-refunds-words'

/** The pieces that came back, good or damaged, into the chosen warehouse; never more than was shipped. */
export function GoodsBackForm({ detail }: { detail: RefundDetail }) {
  const { t } = useRefundsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const lines = detail.lines
    .map((line) => ({ ...line, left: line.shippedQuantity - line.backQuantity }))
    .filter((line) => line.left > 0)
  const [warehouseId, setWarehouse] = useState(detail.warehouses[0]?.id ?? '')
  const [counts, setCounts] = useState<Record<string, { good: number; damaged: number }>>({})
  const ids = useCommandIds()
  const countOf = (id: string) => counts[id] ?? { good: 0, damaged: 0 }
  const take = useMutation({
    mutationFn: () =>
      client.refunds.goodsBack(ids.whole({ warehouseId, counts }, () => ({ caseId: detail.row.id, warehouseId, lines: lines.map((line) => ({ lineExternalId: line.lineExternalId, ...countOf(line.lineExternalId), seen: line.backQuantity })) }))), // prettier-ignore
    onSuccess: () => {
      ids.done()
      setCounts({})
      return queries.invalidateQueries({ queryKey: ['refunds'] })
    },
    onError: (error) => ids.failed(error),
  })
  const pays: number | undefined = detail.row.amountMinor
  if (lines.length === 0) return null
  const any = lines.some(
    (line) => countOf(line.lineExternalId).good + countOf(line.lineExternalId).damaged > 0,
  )
  const number = (id: string, which: 'good' | 'damaged', most: number) => (
    <label className="row s">
      {t(which === 'good' ? 'goodsGood' : 'goodsDamaged')}
      <input
        type="number"
        min={0}
        max={most}
        className="case-count"
        value={countOf(id)[which]}
        onChange={(event) =>
          setCounts({ ...counts, [id]: { ...countOf(id), [which]: Math.max(0, Math.min(most, Math.floor(Number(event.target.value) || 0))) } })
        }
      />
    </label>
  ) // prettier-ignore
  return (
    <form
      className="case-goods"
      aria-label={t('goodsBack')}
      onSubmit={(event) => {
        event.preventDefault()
        take.mutate()
      }}
    >
      <b>{t('goodsBack')}</b>
      {lines.map((line) => (
        <div key={line.lineExternalId} className="row">
          <span className="el g">{line.title}</span>
          {number(line.lineExternalId, 'good', line.left - countOf(line.lineExternalId).damaged)}
          {number(line.lineExternalId, 'damaged', line.left - countOf(line.lineExternalId).good)}
        </div>
      ))}
      <div className="row">
        <select
          value={warehouseId}
          aria-label={t('warehouse')}
          onChange={(event) => setWarehouse(event.target.value)}
        >
          {detail.warehouses.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <button type="submit" className="btn" disabled={!any || take.isPending}>
          {t('take')}
        </button>
        {detail.row.state === 'agreed' && !detail.needsRequest ? (
          <span className="s i2 g">
            {pays === undefined
              ? t('takePaysAll')
              : t('takePays', { sum: formatMoney(pays, detail.row.currency) })}
          </span>
        ) : null}
        {take.isError ? (
          <span role="alert" className="s tlate g">
            {reason(take.error)}
          </span>
        ) : null}
        {take.data && take.data.untracked.length > 0 ? (
          <span className="s i2 g">{t('untracked', { what: take.data.untracked.join('、') })}</span>
        ) : null}
      </div>
    </form>
  )
}
