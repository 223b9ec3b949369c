import type { OrderRow } from '../../../core/rpc/api'
import { Icon, Kbd, OrderNumber, PlatformChip, StateTag } from '../ui'
import { CopyButton } from './CopyButton'
import { useDrawerWords } from './use-drawer-words'

/** Shop, full number, state; walking and closing at the right. */
export function DrawerHead({
  row,
  onClose,
  onMove,
}: {
  row: OrderRow | undefined
  onClose: () => void
  onMove: (by: 1 | -1) => void
}) {
  const { t } = useDrawerWords()
  return (
    <header className="drawer-head">
      {row && (
        <>
          <PlatformChip platform={row.platform} />
          <span className="drawer-shop el" title={row.shopName}>
            {row.shopName}
          </span>
          <h2 className="drawer-number">
            <OrderNumber number={row.number} />
          </h2>
          <CopyButton text={row.number} label={t('copy')} />
          <StateTag state={row.state} />
        </>
      )}
      <span className="g" />
      <button
        type="button"
        className="btn q sm"
        aria-label={t('previous')}
        title={t('previous')}
        onClick={() => onMove(-1)}
      >
        <Icon name="up" />
        <Kbd>K</Kbd>
      </button>
      <button
        type="button"
        className="btn q sm"
        aria-label={t('next')}
        title={t('next')}
        onClick={() => onMove(1)}
      >
        <Icon name="down" />
        <Kbd>J</Kbd>
      </button>
      <button type="button" className="btn q sm" onClick={onClose}>
        {t('close')} <Kbd>Esc</Kbd>
      </button>
    </header>
  )
}
