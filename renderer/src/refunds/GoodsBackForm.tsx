import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefundDetail } from '../../../core/rpc/api'
import { client } from '../client'
import { useCommandIds } from '../command-ids'
import { useReason } from '../drawer/use-reason'
import { formatMoney } from '../ui'
import { piecesOf, wrongPieces } from '../stock/pieces'
import { useRefundsWords } from './use-refunds-words'

/** As they are typed. */
interface Counts {
  readonly good: string
  readonly damaged: string
}
const NONE: Counts = { good: '', damaged: '' }

/** The pieces that came back, good or damaged, into the chosen warehouse; never more than was shipped. */
export function GoodsBackForm({ detail }: { detail: RefundDetail }) {
  const { t } = useRefundsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const lines = detail.lines
    .map((line) => ({ ...line, left: line.shippedQuantity - line.backQuantity }))
    .filter((line) => line.left > 0)
  const [warehouseId, setWarehouse] = useState(detail.warehouses[0]?.id ?? '')
  const [counts, setCounts] = useState<Record<string, Counts>>({})
  const ids = useCommandIds()
  const textOf = (id: string) => counts[id] ?? NONE
  const countOf = (id: string) => ({
    good: piecesOf(textOf(id).good) ?? 0,
    damaged: piecesOf(textOf(id).damaged) ?? 0,
  })
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
  const sumOf = (id: string) => countOf(id).good + countOf(id).damaged
  const any = lines.some((line) => sumOf(line.lineExternalId) > 0)
  const isWrong = (text: string) => wrongPieces(text) !== undefined
  const unclear = lines.some(
    ({ lineExternalId: id }) => isWrong(textOf(id).good) || isWrong(textOf(id).damaged),
  )
  const tooMany = lines.find((line) => sumOf(line.lineExternalId) > line.left)
  const wrong = unclear
    ? t('goodsWhole')
    : tooMany
      ? t('goodsTooMany', { title: tooMany.title, n: tooMany.left })
      : undefined
  const number = ({ lineExternalId: id, title }: (typeof lines)[number], which: 'good' | 'damaged') => (
    <label className="row s">
      {t(which === 'good' ? 'goodsGood' : 'goodsDamaged')}
      <input
        inputMode="numeric"
        maxLength={20}
        className="case-count"
        placeholder="0"
        aria-label={`${t(which === 'good' ? 'goodsGood' : 'goodsDamaged')} ${title}`}
        aria-invalid={isWrong(textOf(id)[which]) || tooMany?.lineExternalId === id}
        value={textOf(id)[which]}
        onChange={(event) => setCounts({ ...counts, [id]: { ...textOf(id), [which]: event.target.value } })}
      />
    </label>
  ) // prettier-ignore
  return (
    <form
      className="case-goods"
      aria-label={t('goodsBack')}
      onSubmit={(event) => {
        event.preventDefault()
        if (any && wrong === undefined && !take.isPending) take.mutate()
      }}
    >
      <b>{t('goodsBack')}</b>
      {lines.map((line) => (
        <div key={line.lineExternalId} className="row">
          <span className="el g">{line.title}</span>
          {number(line, 'good')}
          {number(line, 'damaged')}
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
        <button type="submit" className="btn" disabled={!any || wrong !== undefined || take.isPending}>
          {t('take')}
        </button>
        {detail.row.state === 'agreed' && !detail.needsRequest ? (
          <span className="s i2 g">
            {pays === undefined
              ? t('takePaysAll')
              : t('takePays', { sum: formatMoney(pays, detail.row.currency) })}
          </span>
        ) : null}
        {wrong === undefined ? null : (
          <span role="alert" className="s tlate g">
            {wrong}
          </span>
        )}
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
