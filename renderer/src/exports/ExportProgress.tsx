import { useTranslation } from 'react-i18next'
import { useReason } from '../drawer/use-reason'
import './exports.css'
import { endExport, useRunning, type Running } from './running'

/** Long work stands in the footer: what, how far, and what giving it up leaves behind. */
export function ExportProgress() {
  const { t } = useTranslation('exports')
  const reason = useReason()
  const running = useRunning()
  if (!running) return null
  const what = t(`what.${running.wish.what}`)
  const rows = running.rows.toLocaleString('en')
  return (
    <span className="export-progress" role={running.state === 'failed' ? 'alert' : 'status'}>
      {running.state === 'running' ? <progress aria-label={t('writing', { what, rows })} /> : null}
      <span className="num">
        {running.state === 'failed'
          ? t('failed', { what, reason: reason(running.error) })
          : t(
              running.state === 'done'
                ? doneWord(running)
                : running.state === 'cancelled'
                  ? 'cancelled'
                  : 'writing',
              { what, rows },
            )}
      </span>
      <button
        type="button"
        className="quiet"
        title={running.state === 'running' ? t('cancelLeaves') : undefined}
        onClick={endExport}
      >
        {t(running.state === 'running' ? 'cancel' : 'close')}
      </button>
    </span>
  )
}

function doneWord({ rows, wish }: Running): 'done' | 'doneEmpty' | 'doneNoBills' {
  if (rows > 0) return 'done'
  return wish.what === 'reconciliation' ? 'doneNoBills' : 'doneEmpty'
}
