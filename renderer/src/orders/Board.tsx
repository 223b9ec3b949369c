import { memo, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardState, OrderFilter, OrderRow } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { go } from '../route'
import { Icon } from '../ui'
import { BoardColumn } from './BoardColumn'
import { toggleSelected, useSelection } from './selection'
import { useStateSums } from './use-orders'

const WIDE: readonly BoardState[] = ['to-pay', 'to-ship', 'shipped', 'returning']
const SLIM: readonly BoardState[] = ['done', 'closed']

/** Where the reader was when an order was opened: the ring stands there again when they come back. */
let lastOpened: number | null = null

/** The kanban by state: finished states are slips until somebody opens them. */
export const Board = memo(function Board({ filter }: { filter: OrderFilter }) {
  const { t } = useTranslation('orders')
  const [opened, setOpened] = useState<ReadonlySet<BoardState>>(new Set())
  const [current, setCurrent] = useState<number | null>(lastOpened)
  // What the columns show now, told by them; read only when a key is pressed.
  const [rows] = useState(() => new Map<BoardState, readonly OrderRow[]>())
  // Only keys move the focus along; live data and the mouse never take it away.
  const [byKeys, setByKeys] = useState(false)
  const selected = useSelection()
  const sums = useStateSums(filter.filter((clause) => clause.field !== 'state'))
  const named = filter.find((clause) => clause.field === 'state')
  const shown = (state: BoardState) =>
    !named || (named.op === 'is' ? named.values.includes(state) : !named.values.includes(state))
  const columns = [...WIDE.filter(shown), ...SLIM.filter((state) => opened.has(state) && shown(state))]
  const onRows = useCallback(
    (state: BoardState, shownRows: readonly OrderRow[]) => void rows.set(state, shownRows),
    [rows],
  )
  const onOpen = useCallback((order: OrderRow) => {
    lastOpened = order.id
    setCurrent(order.id)
    go({ order: order.id, column: order.state })
  }, [])
  const columnOf = (id: number | null) =>
    columns.find((state) => rows.get(state)?.some((row) => row.id === id))
  const focus = (row: OrderRow | undefined) => {
    if (!row) return
    setByKeys(true)
    setCurrent(row.id)
  }
  const step = (by: number) => {
    const state = columnOf(current) ?? columns.find((one) => (rows.get(one)?.length ?? 0) > 0)
    const list = (state && rows.get(state)) ?? []
    const at = list.findIndex((row) => row.id === current)
    focus(list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))])
  }
  const across = (by: number) => {
    const from = columnOf(current)
    const at = from ? columns.indexOf(from) : -1
    for (let n = from ? at + by : 0; n >= 0 && n < columns.length; n += by) {
      const first = rows.get(columns[n] ?? 'done')?.[0]
      if (first) return focus(first)
    }
  }
  const withCurrent = (act: (order: OrderRow) => void) => () => {
    const order = [...rows.values()].flat().find((row) => row.id === current)
    if (order) act(order)
  }
  useKeys({
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    l: () => across(1), ArrowRight: () => across(1), h: () => across(-1), ArrowLeft: () => across(-1),
    Enter: withCurrent(onOpen), ' ': withCurrent(onOpen), x: withCurrent(toggleSelected),
  }) // prettier-ignore
  return (
    <div className="board" role="group" aria-label={t('columns.label')}>
      {columns.map((state) => (
        <BoardColumn
          key={state}
          state={state}
          filter={filter}
          sum={sums[state]}
          current={current}
          byKeys={byKeys}
          selected={selected}
          onOpen={onOpen}
          onRows={onRows}
        />
      ))}
      {SLIM.filter((state) => !opened.has(state) && shown(state)).map((state) => (
        <button
          key={state}
          type="button"
          className="slip"
          aria-expanded={false}
          title={t('columns.open', { state: t(`ui:state.${state}`) })}
          onClick={() => setOpened(new Set([...opened, state]))}
        >
          <Icon name={`state-${state}`} />
          <b>{sums[state].count.toLocaleString('en')}</b>
          <span>{t(`ui:state.${state}`)}</span>
        </button>
      ))}
    </div>
  )
})
