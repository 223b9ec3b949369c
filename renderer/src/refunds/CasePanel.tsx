import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { Money, OrderNumber, PlatformChip, useNow } from '../ui'
import { CaseFacts } from './CaseFacts'
import { isLate, span } from './case-times'
import { DecidePart } from './DecidePart'
import { GoodsBackForm } from './GoodsBackForm'
import { PayoutPart } from './PayoutPart'
import { Swimlane } from './Swimlane'
import { useRefundsWords } from './use-refunds-words'
import '../drawer/parts.css'
import './refunds.css'

/** One case wherever it is shown: what, why, whose turn since when, and what can be done now. Follows the feed. Without `keys` where figures choose something else. */
export function CasePanel({ caseId, keys = true }: { caseId: number; keys?: boolean }) {
  const { t, rule } = useRefundsWords()
  const reason = useReason()
  const now = useNow()
  const found = useQuery({
    queryKey: ['refunds', 'case', caseId],
    queryFn: () => client.refunds.open({ id: caseId }),
    placeholderData: (was) => was,
  })
  const roles = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data?.roles ?? []
  if (found.isError && !found.data)
    return (
      <p role="alert" className="tlate">
        {t('loadFailed', { reason: reason(found.error) })}
      </p>
    )
  if (!found.data)
    return (
      <p className="i2 refunds-waiting" aria-busy="true">
        {t('loading')}
      </p>
    )
  const { row } = found.data
  const amount: number | undefined = row.amountMinor
  return (
    <article className="case" data-case={caseId}>
      <header className="case-head">
        <PlatformChip platform={row.platform} />
        <a href={`#/orders?view=board&order=${row.orderId}`} className="case-order">
          <OrderNumber number={row.number} />
        </a>
        <span className="tag">{t(`state_${row.state}`)}</span>
        <span className="s i2">
          {t(`kind_${row.kind}`)} · {t(`source_${row.source}`)}
        </span>
        <span className="g" />
        {row.dueAt === null ? null : (
          <span className={`s ${isLate(row, now) ? 'tlate' : 'i2'}`}>
            {t(isLate(row, now) ? 'case_late' : 'case_left', { span: span(row.dueAt - now, t) })}
          </span>
        )}
        {amount === undefined ? null : (
          <b className="case-amount">
            <Money minor={amount} currency={row.currency} />
          </b>
        )}
      </header>
      <p className="s i2">
        <b>{t('why')}</b> {rule(row.why)}
      </p>
      <Swimlane row={row} now={now} />
      <DecidePart key={`decide-${row.id}`} row={row} needsRequest={found.data.needsRequest} tellsRefusal={found.data.tellsRefusal} roles={roles} keys={keys} />
      <PayoutPart detail={found.data} roles={roles} />
      <CaseFacts detail={found.data} />
      {row.kind === 'return' && roles.some((role) => role === 'owner' || role === 'warehouse' || role === 'supervisor') ? (
        <GoodsBackForm key={`goods-${row.id}`} detail={found.data} />
      ) : null}
    </article>
  )
} // prettier-ignore
