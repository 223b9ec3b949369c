import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { DifferenceView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { isForbidden } from '../drawer/is-forbidden'
import { useReason } from '../drawer/use-reason'
import { useWho } from '../drawer/use-who'
import { useKeys } from '../keys'
import { EmptyState } from '../ui'
import { Answers } from './Answers'
import type { Reason } from './answers'
import { DifferenceList } from './DifferenceList'
import { DifferenceStory } from './DifferenceStory'
import type { Standing } from './month-standing'
import { NothingOpen } from './NothingOpen'
import { UndoLine } from './UndoLine'
import { useBooksWords, type Say } from './use-books-words'

interface Filter {
  readonly state: 'open'
  readonly from: number
  readonly to: number
  readonly provider?: 'wechat' | 'alipay'
}
export interface Group {
  readonly code: DifferenceView['code']
  readonly red: boolean
  readonly count: number
  readonly amountMinor: number
}

/** Left what differs, in the middle why, at the right what to do: by keys from one to the next. */
export function DifferencesTab({ filter, groups, month, standing, anyFile, onBills }: { filter: Filter; groups: readonly Group[]; month: string; standing: Standing | undefined; anyFile: boolean; onBills: () => void }) {
  const { t } = useBooksWords()
  const whoOf = useWho()
  const reason = useReason()
  // Where the reader stands is kept beside what they stand on: a colleague may answer it away under them.
  const [place, setPlace] = useState<{ id: number | null; at: number }>({ id: null, at: 0 })
  const [undone, setUndone] = useState<{ id: number; version: number } | null>(null)
  const forget = useCallback(() => setUndone(null), [])
  const list = useInfiniteQuery({
    queryKey: ['books', 'differences', filter],
    queryFn: ({ pageParam }) => client.reconciliation.differences({ ...filter, cursor: pageParam, limit: 100 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const rows = ordered(list.data?.pages.flatMap((page) => page.rows) ?? [])
  const found = rows.findIndex((row) => row.id === place.id)
  const at = found >= 0 ? found : Math.max(0, Math.min(rows.length - 1, place.at))
  const open = rows[at]
  const setId = (id: number | null) => setPlace({ id, at: Math.max(0, rows.findIndex((row) => row.id === id)) })
  const move = (by: number) => setId(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id ?? null)
  const undo = useMutation({
    mutationFn: (done: { id: number; version: number }) => client.reconciliation.reopen({ ...done, commandId: newCommandId() }),
    onSuccess: (_, done) => (setUndone(null), setId(done.id), void list.refetch()),
  })
  // Asked by hand: the answer that stands, so that whoever came second learns of it.
  const late = useMutation({ mutationFn: (one: { difference: DifferenceView; mine: Reason }) => answerThatStands(one, t, whoOf), onSettled: () => void list.refetch() })
  useKeys({ j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1), z: () => undone && undo.mutate(undone) })
  if (list.isError)
    return <p className="books-empty tlate" role="alert">{isForbidden(list.error) ? t('forbidden') : t('loadFailed', { reason: reason(list.error) })}</p>
  const toBills = <button type="button" className="btn p" onClick={onBills}>{t('toBills')}</button>
  if (list.data && !open)
    return (
      <div className="books-empty">
        {anyFile ? (
          <NothingOpen of="even" month={month} standing={standing} action={toBills} />
        ) : (
          <EmptyState title={t('noBillsTitle')} why={t('noBillsWhy')} action={toBills} />
        )}
        {late.data ? <p className="tlate" role="alert">{late.data}</p> : null}
        {undone ? <UndoLine onUndo={() => undo.mutate(undone)} onOver={forget} /> : null}
      </div>
    )
  return (
    <div className="books-desk">
      <DifferenceList rows={rows} groups={groups} open={open?.id ?? null} onOpen={setId} more={list.hasNextPage ? () => void list.fetchNextPage() : null} />
      {open ? <DifferenceStory key={`${open.id} ${open.version}`} difference={open} /> : <section className="books-story" aria-busy="true" />}
      <aside className="books-answers" aria-label={t('whatNow')}>
        {open ? (
          <Answers
            key={open.id}
            difference={open}
            onLate={(mine) => late.mutate({ difference: open, mine })}
            onDone={(version) => {
              late.reset()
              setUndone({ id: open.id, version })
              setId(rows[at + 1]?.id ?? rows[at - 1]?.id ?? null)
            }}
          />
        ) : null}
        {undone ? <UndoLine onUndo={() => undo.mutate(undone)} onOver={forget} /> : null}
        {late.data ? <p className="tlate" role="alert">{late.data}</p> : null}
        {undo.isError ? <p className="tlate" role="alert">{reason(undo.error)}</p> : null}
      </aside>
    </div>
  )
} // prettier-ignore

/** By kind, as the list shows them, the greatest first. */
function ordered(rows: readonly DifferenceView[]): DifferenceView[] {
  const kinds = [...new Set(rows.map((row) => row.code))]
  return rows.toSorted(
    (a, b) =>
      kinds.indexOf(a.code) - kinds.indexOf(b.code) || Math.abs(b.amountMinor) - Math.abs(a.amountMinor),
  )
}

/** Who answered what before, as a sentence; ours was not written down. */
async function answerThatStands({ difference, mine }: { difference: DifferenceView; mine: Reason }, t: Say, nameOf: (who: string) => string): Promise<string> {
  const { id, code, at, number } = difference
  const { rows } = await client.reconciliation.differences({ state: 'resolved', code, from: at, to: at + 1, cursor: null, limit: 200 })
  const stands = rows.find((row) => row.id === id)
  const which = number ? t('tail', { tail: number.slice(-4) }) : t('noNumber')
  const yours = t(`answer_${mine}`)
  if (!stands?.reason) return t('lateMoved', { which, yours })
  return t('late', { which, yours, who: nameOf(stands.resolvedBy ?? ''), answer: t(`answer_${stands.reason}`) })
} // prettier-ignore
