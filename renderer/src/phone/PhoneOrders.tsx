import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardState, OrderFilter } from '../../../core/rpc/api'
import { OrderDrawer } from '../drawer/OrderDrawer'
import { BoardColumn } from '../orders/BoardColumn'
import { useStateSums } from '../orders/use-orders'
import { go, useRoute } from '../route'
import { Icon } from '../ui'

const STATES: readonly BoardState[] = ['to-ship', 'shipped', 'returning', 'to-pay', 'done', 'closed']
const NO_FILTER: OrderFilter = []
const NOTHING_SELECTED = new Map<number, never>()

/** Orders on a phone: one column at a time as cards, an order as a page of its own. */
export function PhoneOrders() {
  const { t } = useTranslation(['phone', 'ui'])
  const route = useRoute()
  const [state, setState] = useState<BoardState>(route.column ?? 'to-ship')
  const sums = useStateSums(NO_FILTER)
  const close = () => go({ order: null, column: null })
  if (route.order !== null) return <OrderDrawer id={route.order} onClose={close} onMove={() => undefined} />
  return (
    <div className="phone-orders">
      <div className="phone-states" role="group" aria-label={t('states')}>
        {STATES.map((one) => (
          <button key={one} type="button" aria-pressed={one === state} onClick={() => setState(one)}>
            <Icon name={`state-${one}`} />
            {t(`ui:state.${one}`)}
            <b>{sums[one].count.toLocaleString('en')}</b>
          </button>
        ))}
      </div>
      <BoardColumn
        key={state}
        state={state}
        filter={NO_FILTER}
        sum={sums[state]}
        current={null}
        byKeys={false}
        selected={NOTHING_SELECTED}
        onOpen={(order) => go({ order: order.id, column: order.state })}
        onRows={noRows}
      />
    </div>
  )
}

const noRows = () => undefined
