import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfirmationName } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { PracticeNumbers } from '../practice/PracticeNumbers'
import { Icon, Kbd } from '../ui'
import { isReady, matched } from './bulk-rows'
import { BulkTable } from './BulkTable'
import './fulfilment.css'
import { useBulk } from './use-bulk'
import { useProblemWords } from './use-shipping-words'

/** So many practice numbers are given at once. */
const MOST_NUMBERS = 200

/** Many orders at once: numbers pasted beside the selected orders, or a sheet dropped. Looked at first, then sent. */
export function BulkPanel({
  orders,
  file,
  onClose,
}: {
  /** Numbers of the selected orders, in the order they were selected. */
  orders: readonly string[]
  /** A sheet that was dropped on the list. */
  file: File | null
  /** With the numbers of the orders that have left. */
  onClose: (sent: readonly string[]) => void
}) {
  const { t } = useTranslation('fulfilment')
  const { sayError } = useProblemWords()
  const bulk = useBulk()
  const [numbers, setNumbers] = useState('')
  const [taken, setTaken] = useState<File | null>(null)
  const [confirmed, setConfirmed] = useState<ReadonlySet<ConfirmationName>>(new Set())
  if (file !== taken) {
    setTaken(file)
    if (file) void bulk.readFile(file)
  }
  const sent = bulk.rows.filter((row) => row.outcome === 'sent').map((row) => row.number)
  const done = sent.length
  const close = () => onClose(sent)
  useKeys({ Escape: bulk.busy === 'sending' ? bulk.stop : close })
  const ready = bulk.rows.filter((row) => isReady(row, confirmed)).length
  return (
    <section className="bulk-panel ship-ui" aria-label={t('bulk')}>
      <header className="row">
        <h2 className="h2">{t('bulk')}</h2>
        <span className="s i2 g">{t('bulkWhy')}</span>
        <button type="button" className="btn q sm" disabled={bulk.busy === 'sending'} onClick={close}>
          {t('close')} <Kbd>Esc</Kbd>
        </button>
      </header>
      {bulk.rows.length === 0 ? (
        <Entry
          orders={orders}
          numbers={numbers}
          busy={bulk.busy !== null}
          onNumbers={setNumbers}
          onMatch={() => void bulk.judge(matched(numbers, orders))}
          onFile={(chosen) => void bulk.readFile(chosen)}
        />
      ) : (
        <>
          {bulk.sheet !== null && <p className="s i2">{t('readFrom', { sheet: bulk.sheet })}</p>}
          <BulkTable rows={bulk.rows} confirmed={confirmed} onSure={bulk.setSure} onCourier={(line, code) => void bulk.choose(line, code)} />
          <Allowances rows={bulk.rows} confirmed={confirmed} onChange={setConfirmed} />
        </>
      )}
      {bulk.error !== null && (
        <p className="tlate" role="alert">
          {sayError(bulk.error)}
        </p>
      )}
      {bulk.rows.length > 0 && (
        <footer className="row">
          {bulk.busy === 'sending' ? (
            <>
              <div className="prog g" role="progressbar" aria-valuemin={0} aria-valuemax={bulk.sent?.all} aria-valuenow={bulk.sent?.done}>
                <i style={{ width: `${((bulk.sent?.done ?? 0) / Math.max(1, bulk.sent?.all ?? 1)) * 100}%` }} />
              </div>
              <span className="n">{t('progress', { done: bulk.sent?.done ?? 0, all: bulk.sent?.all ?? 0 })}</span>
              <button type="button" className="btn" onClick={bulk.stop}>
                {t('stop')} <Kbd>Esc</Kbd>
              </button>
            </>
          ) : (
            <>
              <button type="button" className="btn p" disabled={ready === 0 || bulk.busy !== null} onClick={() => void bulk.send(confirmed)}>
                <Icon name="truck" /> {t('sendRows', { n: ready })}
              </button>
              <span className="g n" role="status">
                {bulk.sent
                  ? t(ready > 0 && done < bulk.sent.all ? 'stopped' : 'finished', { done, refused: bulk.rows.length - done - ready, rest: ready })
                  : t('rows', { n: bulk.rows.length, ready, problems: bulk.rows.length - ready })}
              </span>
              <button type="button" className="btn" onClick={bulk.clear}>
                {t('again')}
              </button>
            </>
          )}
        </footer>
      )}
    </section>
  )
} // prettier-ignore

function Entry({
  orders,
  numbers,
  busy,
  onNumbers,
  onMatch,
  onFile,
}: {
  orders: readonly string[]
  numbers: string
  busy: boolean
  onNumbers: (text: string) => void
  onMatch: () => void
  onFile: (file: File) => void
}) {
  const { t } = useTranslation('fulfilment')
  return (
    <div className="bulk-entry">
      {orders.length > 0 && (
        <>
          <textarea
            className="input id"
            rows={Math.min(12, Math.max(4, orders.length))}
            aria-label={t('numbers')}
            placeholder={t('numbers')}
            value={numbers}
            autoFocus
            spellCheck={false}
            onChange={(event) => onNumbers(event.target.value)}
          />
          <button type="button" className="btn p" disabled={busy || numbers.trim() === ''} onClick={onMatch}>
            {busy ? t('reading') : t('confirmTitle')}
          </button>
          <PracticeNumbers
            count={Math.min(orders.length, MOST_NUMBERS)}
            onNumbers={(waybills) => onNumbers(waybills.join('\n'))}
          />
        </>
      )}
      <label className="bulk-drop">
        <Icon name="box" size={20} />
        <span>{busy ? t('reading') : t('dropHere')}</span>
        <span className="btn">{t('sheet')}</span>
        <input
          type="file"
          accept=".xlsx,.csv,.txt"
          className="unseen"
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            if (chosen) onFile(chosen)
            event.target.value = ''
          }}
        />
      </label>
    </div>
  )
}

const ALLOWED = {
  untracked: 'allowUntracked',
  short: 'allowShort',
  merged: 'allowMerged',
} as const

/** One yes for all lines with the same trouble; only troubles that are there are asked about. A number is its line's own. */
function Allowances({
  rows,
  confirmed,
  onChange,
}: {
  rows: ReturnType<typeof useBulk>['rows']
  confirmed: ReadonlySet<ConfirmationName>
  onChange: (next: ReadonlySet<ConfirmationName>) => void
}) {
  const { t } = useTranslation('fulfilment')
  const asked = new Set(
    rows.flatMap((row) =>
      row.problems.flatMap(({ confirm }) => (confirm && confirm !== 'waybill' ? confirm : [])),
    ),
  )
  if (asked.size === 0) return null
  return (
    <div className="row bulk-allow">
      {[...asked].map((name) => (
        <label key={name} className="row">
          <input
            type="checkbox"
            checked={confirmed.has(name)}
            onChange={(event) => {
              const next = new Set(confirmed)
              if (event.target.checked) next.add(name)
              else next.delete(name)
              onChange(next)
            }}
          />
          {t(ALLOWED[name])}
        </label>
      ))}
    </div>
  )
}
