import { useEffect, useRef } from 'react'
import { useDrawerWords } from './use-drawer-words'

/** Both texts side by side; the person chooses which one stays, or both. */
export function MemoConflict(props: {
  mine: string
  theirs: string
  onMine: () => void
  onTheirs: () => void
  onBoth: () => void
}) {
  const { t } = useDrawerWords()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    first.current?.focus()
  }, [])
  return (
    <div className="drawer-memo drawer-conflict" role="alertdialog" aria-labelledby="memo-conflict">
      <p id="memo-conflict" className="m b twarn">
        {t('conflictTitle')}
      </p>
      <dl>
        <dt className="s i2">{t('conflictTheirs')}</dt>
        <dd>{props.theirs === '' ? t('empty') : props.theirs}</dd>
        <dt className="s i2">{t('conflictMine')}</dt>
        <dd>{props.mine === '' ? t('empty') : props.mine}</dd>
      </dl>
      <div className="row">
        <button ref={first} type="button" className="btn sm" onClick={props.onMine}>
          {t('keepMine')}
        </button>
        <button type="button" className="btn sm" onClick={props.onTheirs}>
          {t('keepTheirs')}
        </button>
        <button type="button" className="btn q sm" onClick={props.onBoth}>
          {t('joinBoth')}
        </button>
      </div>
    </div>
  )
}
