import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../drawer/copy-text'
import { printOrders } from '../fulfilment/print-orders'
import { useKeys } from '../keys'
import { formatMoney, Icon, Kbd } from '../ui'
import { clearSelection, sumsByCurrency, useSelection } from './selection'

/** Docks under the list while orders are selected: pushes, never covers. */
export function SelectionBar({ onShip }: { onShip: () => void }) {
  const { t } = useTranslation(['orders', 'fulfilment'])
  const selected = [...useSelection().values()]
  const [copied, setCopied] = useState(0)
  const [printed, setPrinted] = useState<{ n: number; of: number } | null>(null)
  const any = selected.length > 0
  const print = () =>
    void printOrders(selected.map((order) => order.id)).then((n) => setPrinted({ n, of: selected.length }))
  useKeys({ Escape: clearSelection, s: onShip, p: print }, any)
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
      <button type="button" onClick={onShip}>
        <Icon name="truck" /> {t('fulfilment:bulk')} <Kbd>S</Kbd>
      </button>
      <button type="button" onClick={print}>
        <Icon name="print" /> {t('fulfilment:printSelected')} <Kbd>P</Kbd>
      </button>
      <span className="grow" role="status">
        {!printed || printed.of !== selected.length || printed.n === printed.of
          ? null
          : printed.n === 0
            ? t('fulfilment:nothingToPick')
            : t('fulfilment:printedSome', { n: printed.n, left: printed.of - printed.n })}
      </span>
      <button type="button" className="plain" onClick={clearSelection}>
        {t('selected.clear')} <Kbd>Esc</Kbd>
      </button>
    </div>
  )
}
