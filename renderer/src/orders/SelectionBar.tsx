import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../drawer/copy-text'
import { useKeys } from '../keys'
import { formatMoney, Icon, Kbd } from '../ui'
import { clearSelection, sumsByCurrency, useSelection } from './selection'

/** Docks under the list while orders are selected: pushes, never covers. */
export function SelectionBar() {
  const { t } = useTranslation('orders')
  const selected = [...useSelection().values()]
  const [copied, setCopied] = useState(0)
  const any = selected.length > 0
  useKeys({ Escape: clearSelection }, any)
  if (!any) return null
  const copy = async () =>
    setCopied((await copyText(selected.map((order) => order.number).join('\n'))) ? selected.length : 0)
  return (
    <div className="selection" role="region" aria-label={t('selected.title')}>
      <b className="num" aria-live="polite">
        {t('selected.count', { n: selected.length })}
      </b>
      <span className="num">
        {sumsByCurrency(selected)
          .map(({ currency, minor }) => formatMoney(minor, currency))
          .join(' + ')}
      </span>
      <span className="line" />
      <button type="button" onClick={() => void copy()}>
        <Icon name={copied === selected.length ? 'check' : 'copy'} />
        {t(copied === selected.length ? 'selected.copied' : 'selected.copy')}
      </button>
      <span className="grow" />
      <button type="button" className="plain" onClick={clearSelection}>
        {t('selected.clear')} <Kbd>Esc</Kbd>
      </button>
    </div>
  )
}
