import { useEffect, useRef } from 'react'
import type { SlipRowView } from '../../../core/rpc/api'
import { clockTime } from '../drawer/times'
import { Icon } from '../ui'
import { goodsOf, standingOf } from './slip-sentences'
import { SlipThumb } from './SlipThumb'
import type { Group } from './use-slips'
import { useSlipWords } from './use-slip-words'

/** Slips by what they ask for; the chosen one has the bar at its left. */
export function SlipList({
  groups,
  selected,
  onSelect,
}: {
  groups: readonly { readonly group: Group; readonly count: number; readonly rows: readonly SlipRowView[] }[]
  selected: string | null
  onSelect: (id: string) => void
}) {
  const { t } = useSlipWords()
  return (
    <div className="slip-list" role="group" aria-label={t('listLabel')}>
      {groups.map(({ group, count, rows }) => (
        <section key={group} aria-label={t(`group_${group}`)}>
          <h3 className="slip-group">
            <span className="g">{t(`group_${group}`)}</span>
            <span className="n i2">{count}</span>
          </h3>
          {rows.length === 0 && <p className="slip-none s i2">{t('emptyGroup')}</p>}
          {rows.map((row) => (
            <SlipItem key={row.id} row={row} on={row.id === selected} onSelect={onSelect} />
          ))}
        </section>
      ))}
    </div>
  )
}

function SlipItem({ row, on, onSelect }: { row: SlipRowView; on: boolean; onSelect: (id: string) => void }) {
  const { t, has } = useSlipWords()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (on) button.current?.scrollIntoView({ block: 'nearest' })
  }, [on])
  const late = row.state === 'ask' ? 'twarn' : row.state === 'unreadable' ? 'tlate' : 'i2'
  return (
    <button
      ref={button}
      type="button"
      className={on ? 'slip-item on' : 'slip-item'}
      aria-current={on ? 'true' : undefined}
      data-slip={row.id}
      data-state={row.state}
      onClick={() => onSelect(row.id)}
    >
      <SlipThumb />
      <span className="g">
        <span className={on ? 'm b el' : 'm el'}>{goodsOf(row, t)}</span>
        <span className={`s el slip-standing ${late}`}>
          {row.state === 'matched' && <Icon name="check" size={12} />}
          <span className="el">{standingOf(row, t, has)}</span>
        </span>
      </span>
      <span className="s i3 n">{clockTime(row.receivedAt)}</span>
    </button>
  )
}
