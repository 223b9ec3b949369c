import type { RefundRow, RefundStep } from '../../../core/rpc/api'
import { Icon } from '../ui'
import { span } from './case-times'
import { useRefundsWords } from './use-refunds-words'

/** Lanes are roles, top to bottom; time runs to the right: asked for, decided side by side, the supervisor, the payout. */
export function Swimlane({ row, now }: { row: RefundRow; now: number }) {
  const { t } = useRefundsWords()
  const stages = Math.max(0, ...row.steps.map((step) => step.stage + 1))
  const columns = {
    gridTemplateColumns: `var(--swim-role) repeat(${stages + 2}, minmax(var(--swim-node), 1fr))`,
  }
  const lanes = [...new Set(row.steps.map((step) => step.role))].sort(
    (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
  )
  return (
    <div className="swim" role="table" aria-label={t('lanes')}>
      <div className="swim-lane" role="row" style={columns}>
        <span className="swim-role" role="rowheader">
          {t('role_system')}
        </span>
        <span role="cell" className="swim-node is-done">
          <b>{t(row.why.automatic ? 'auto' : 'asked')}</b>
          <small>{t(`source_${row.source}`)}</small>
        </span>
        {Array.from({ length: stages }, (_, stage) => (
          <span key={stage} role="cell" className="swim-line" aria-hidden="true" />
        ))}
        <span role="cell" className={`swim-node is-${payTone(row)}`}>
          <b>{t('pay')}</b>
          <small>
            {t(row.state === 'paid' || row.state === 'paying' ? `state_${row.state}` : 'payOnce')}
          </small>
        </span>
      </div>
      {lanes.map((role) => {
        const step = row.steps.find((one) => one.role === role)
        return step ? <Lane key={role} step={step} stages={stages} columns={columns} now={now} /> : null
      })}
    </div>
  )
}

const ORDER: readonly RefundStep['role'][] = ['warehouse', 'finance', 'supervisor']

function Lane({
  step,
  stages,
  columns,
  now,
}: {
  step: RefundStep
  stages: number
  columns: { gridTemplateColumns: string }
  now: number
}) {
  const { t } = useRefundsWords()
  const late = step.state === 'open' && step.dueAt !== null && step.dueAt < now
  const holders = step.holders.length > 0 ? step.holders.join('、') : t('anyone')
  return (
    <div className="swim-lane" role="row" style={columns}>
      <span className="swim-role" role="rowheader">
        {t(`role_${step.role}`)}
        <small className="el">{step.state === 'open' || step.state === 'waiting' ? holders : ''}</small>
      </span>
      <span role="cell" />
      {Array.from({ length: stages }, (_, stage) =>
        stage === step.stage ? (
          <span key={stage} role="cell" className={`swim-node is-${step.state} ${late ? 'is-late' : ''}`}>
            <b>
              {step.state === 'yes' ? (
                <Icon name="check" />
              ) : step.state === 'no' ? (
                <Icon name="close" />
              ) : null}
              {t(`do_${step.role}`)}
            </b>
            <small>
              {step.state === 'open'
                ? t('step_open', { span: span(now - (step.since ?? now), t) })
                : step.state === 'yes' || step.state === 'no'
                  ? `${t(`step_${step.state}`)} · ${holders}${step.actedFor ? t('actedFor', { role: t(`role_${step.actedFor}`) }) : ''}`
                  : t(`step_${step.state}`)}
            </small>
            {step.reason ? <small>{step.reason}</small> : null}
          </span>
        ) : (
          <span key={stage} role="cell" />
        ),
      )}
      <span role="cell" />
    </div>
  )
}

function payTone(row: RefundRow): string {
  if (row.state === 'paid') return 'yes'
  if (row.state === 'refused' || row.state === 'closed') return 'dropped'
  return row.state === 'paying' ? (row.trouble ? 'late' : 'open') : 'waiting'
}
