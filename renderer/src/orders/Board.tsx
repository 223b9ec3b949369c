import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardState, OrderFilter } from '../../../core/rpc/api'
import { useKeys } from '../keys'
import { go } from '../route'
import { Icon } from '../ui'
import { BoardColumn } from './BoardColumn'
import { sumsOf, useCounts } from './use-orders'

const WIDE: readonly BoardState[] = ['to-pay', 'to-ship', 'shipped', 'returning']
const SLIM: readonly BoardState[] = ['done', 'closed']

/** The kanban by state: finished states are slips until somebody opens them. */
export function Board({ filter, open }: { filter: OrderFilter; open: number | null }) {
  const { t } = useTranslation('orders')
  const [opened, setOpened] = useState<ReadonlySet<BoardState>>(new Set())
  const [current, setCurrent] = useState<number | null>(open)
  const rows = useRef(new Map<BoardState, readonly number[]>())
  const groups = useCounts(filter.filter((clause) => clause.field !== 'state')).data?.groups ?? []
  const named = filter.find((clause) => clause.field === 'state')
  const shown = (state: BoardState) => !named || (named.op === 'is' ? named.values.includes(state) : !named.values.includes(state))
  const columns = [...WIDE.filter(shown), ...SLIM.filter((state) => opened.has(state) && shown(state))]
  const onRows = useCallback((state: BoardState, ids: readonly number[]) => void rows.current.set(state, ids), [])
  const onOpen = useCallback((id: number) => {
    setCurrent(id)
    go({ order: id })
  }, [])
  const step = (by: number) => {
    const state = columns.find((one) => current !== null && rows.current.get(one)?.includes(current)) ?? columns.find((one) => (rows.current.get(one)?.length ?? 0) > 0)
    const ids = (state && rows.current.get(state)) ?? []
    const next = current === null ? ids[0] : ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(current) + by))]
    if (next === undefined) return
    setCurrent(next)
    if (open !== null) go({ order: next })
  }
  const across = (by: number) => {
    const at = columns.findIndex((one) => current !== null && rows.current.get(one)?.includes(current))
    for (let n = at + by; n >= 0 && n < columns.length; n += by) {
      const first = rows.current.get(columns[n] ?? 'done')?.[0]
      if (first !== undefined) return setCurrent(first)
    }
  }
  const openCurrent = () => current !== null && go({ order: current })
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), h: () => across(-1), l: () => across(1), Enter: openCurrent, ' ': openCurrent }, open === null) // prettier-ignore
  return (
    <div className="board" aria-label={t('columns.label')}>
      {columns.map((state) => (
        <BoardColumn key={state} state={state} filter={filter} sum={sumsOf(groups, state)} current={open ?? current} onOpen={onOpen} onRows={onRows} />
      ))}
      {SLIM.filter((state) => !opened.has(state) && shown(state)).map((state) => (
        <button key={state} type="button" className="slip" aria-label={t('columns.open', { state: t(`ui:state.${state}`) })} onClick={() => setOpened(new Set([...opened, state]))}>
          <Icon name={`state-${state}`} />
          <b>{sumsOf(groups, state).count.toLocaleString('en')}</b>
          <span>{t(`ui:state.${state}`)}</span>
        </button>
      ))}
    </div>
  )
}
