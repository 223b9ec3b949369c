import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { BringSlips } from '../practice/Bring'
import { EmptyState } from '../ui'
import { AddPictures } from './AddPictures'
import { ReadingProgress } from './ReadingProgress'
import { SlipCase } from './SlipCase'
import { SlipList } from './SlipList'
import { SlipPicture } from './SlipPicture'
import { UndoLine } from './UndoLine'
import { useDecide } from './use-decide'
import { useHandIn } from './use-hand-in'
import { GROUPS, useSlips, type Group } from './use-slips'
import { useSlipWords } from './use-slip-words'
import '../drawer/parts.css'
import './slips.css'

/** The returns desk: pictures in, slips read, whose they are decided one after the other by key. */
export function ReturnsPage() {
  const { t } = useSlipWords()
  const reason = useReason()
  const slips = useSlips()
  const over = useHandIn()
  const [seg, setSeg] = useState<Group>('ask')
  const [picked, setPicked] = useState<string | null>(null)
  const [lit, setLit] = useState<string | null>(null)
  const groups = (seg === 'ask' ? GROUPS : [seg]).map((group) => ({
    group,
    count: slips.counts[group],
    rows: seg === 'ask' && group === 'matched' ? slips.groups[group].slice(0, 20) : slips.groups[group],
  }))
  const rows = groups.flatMap((one) => one.rows)
  const at = rows.findIndex(({ id }) => id === picked)
  const selected = rows[at]?.id ?? rows[0]?.id ?? null
  const walk = (by: 1 | -1) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, (at < 0 ? 0 : at) + by))]
    if (next) setPicked(next.id)
  }
  // Whoever has decided one wants the next that asks; the list has moved up by then.
  const deciding = useDecide((row) => {
    const asks = slips.groups.ask.filter(({ id }) => id !== row.id)
    const place = slips.groups.ask.findIndex(({ id }) => id === row.id)
    setPicked(asks[Math.min(Math.max(0, place), asks.length - 1)]?.id ?? row.id)
  })
  const { last } = deciding
  const forget = useCallback(() => deciding.forget(), [deciding])
  const undo = () => last && deciding.undo.mutate(last, { onSuccess: ({ row }) => setPicked(row.id) })
  useKeys({ j: () => walk(1), k: () => walk(-1), z: undo })
  const open = useQuery({
    queryKey: ['slips', 'open', selected],
    queryFn: () => client.slips.open({ id: selected ?? '' }),
    enabled: selected !== null,
    placeholderData: keepPreviousData,
  })
  const detail = open.data?.row.id === selected ? open.data : undefined
  const nothing = slips.loaded && rows.length === 0 && GROUPS.every((group) => slips.counts[group] === 0)
  return (
    <div className={over ? 'returns-page over' : 'returns-page'}>
      <nav className="slip-side" aria-label={t('listLabel')}>
        <div className="seg slip-segs" role="group" aria-label={t('segs')}>
          {GROUPS.map((group) => (
            <button
              key={group}
              type="button"
              aria-pressed={seg === group}
              className={seg === group ? 'on' : ''}
              onClick={() => setSeg(group)}
            >
              {t(`seg_${group}`)} <span className="n">{slips.counts[group]}</span>
            </button>
          ))}
        </div>
        {slips.error && !slips.loaded ? (
          <div className="slip-trouble" role="alert">
            <p className="tlate">{t('loadFailed', { reason: reason(slips.error) })}</p>
            <button type="button" className="btn sm" onClick={slips.again}>
              {t('tryAgain')}
            </button>
          </div>
        ) : (
          <SlipList groups={nothing ? [] : groups} selected={selected} onSelect={setPicked} />
        )}
        {!nothing && <AddPictures />}
        {!nothing && <BringSlips />}
        <ReadingProgress reading={slips.reading} />
      </nav>
      {nothing ? (
        <div className="slip-empty">
          <EmptyState title={t('emptyTitle')} why={t('emptyWhy')} action={<AddPictures large />} />
          <BringSlips />
          <p className="s i2">{t('accepts')}</p>
        </div>
      ) : detail ? (
        <>
          <SlipPicture detail={detail} lit={lit} onLight={setLit} />
          <div className="slip-right">
            <SlipCase detail={detail} deciding={deciding} lit={lit} onLight={setLit} />
            {last && <UndoLine undoable={last} onUndo={undo} onGone={forget} />}
          </div>
        </>
      ) : (
        <div className="slip-empty">
          {open.isError && <p className="tlate">{t('loadFailed', { reason: reason(open.error) })}</p>}
        </div>
      )}
      {over && (
        <div className="slip-drop" aria-hidden="true">
          {t('dropHere')}
        </div>
      )}
    </div>
  )
}
