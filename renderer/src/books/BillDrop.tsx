import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { Kbd } from '../ui'
import { bringBills, cancelBringing, isBusy, useBringing, type Importing } from './bringing'
import { useBooksWords } from './use-books-words'

/** Bills are dropped anywhere on the page or picked here; refusals stand beside, in plain words. */
export function BillDrop({ over }: { over: boolean }) {
  const { t } = useBooksWords()
  const now = useBringing()
  const picker = useRef<HTMLInputElement>(null)
  const busy = isBusy(now)
  useKeys({ n: () => busy || picker.current?.click() })
  return (
    <section className={over ? 'books-drop over' : 'books-drop'} aria-label={t('bring')}>
      <h2>{t('bring')}</h2>
      <p className="i2">{t('bringHow')}</p>
      <input
        ref={picker}
        className="vh"
        type="file"
        multiple
        accept=".csv,.txt,.zip,.gz"
        aria-label={t('pick')}
        tabIndex={-1}
        onChange={(event) => {
          void bringBills([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <button type="button" className="btn p" disabled={busy} onClick={() => picker.current?.click()}>
        {t('pick')} <Kbd>N</Kbd>
      </button>
      {now ? <Progress now={now} busy={busy} onCancel={cancelBringing} /> : null}
    </section>
  )
}

function Progress({ now, busy, onCancel }: { now: Importing; busy: boolean; onCancel: () => void }) {
  const { t } = useBooksWords()
  const reason = useReason()
  if (now.state === 'failed') return <p className="tlate" role="alert">{reason(now.error)}</p>
  if (now.state === 'cancelled') return <p role="status">{t('cancelled')}</p>
  if (busy)
    return (
      <div className="books-progress" role="status">
        <progress {...(now.of === null ? {} : { value: now.done, max: now.of })} aria-label={now.name} />
        <span className="num">{t(`stage_${now.state === 'sending' ? 'sending' : (now.stage ?? 'reading')}`, { name: now.name, n: count(now.done) })}</span>
        <button type="button" className="btn sm" title={t('cancelLeaves')} onClick={onCancel}>{t('cancel')}</button>
      </div>
    )
  return (
    <div role="status">
      <ul className="books-results">
        {now.result?.files.map((file) => <FileResult key={file.name} file={file} />)}
      </ul>
      {now.result ? <p>{t('after', { open: count(now.result.open) })}</p> : null}
    </div>
  )
} // prettier-ignore

const count = (n: number) => n.toLocaleString('en')

function FileResult({ file }: { file: NonNullable<Importing['result']>['files'][number] }) {
  const { t } = useBooksWords()
  const { i18n } = useTranslation()
  // Core says it in both languages, Chinese first.
  const said = (file.message ?? '').split('\n')[i18n.language === 'en' ? 1 : 0] ?? ''
  return (
    <li className={file.ok ? '' : 'refused'}>
      <b>{file.name}</b>
      <span>
        {file.ok
          ? t('took', { layout: t(`layout_${file.layout}`), from: file.from ?? '', to: file.to ?? '', rows: count(file.rows), fresh: count(file.fresh), known: count(file.known) })
          : said}
      </span>
      {file.contradicting > 0 ? <span className="tlate">{t('contradicts', { n: count(file.contradicting) })}</span> : null}
    </li>
  )
} // prettier-ignore
