import { useEffect, useMemo, useState, type RefObject } from 'react'
import type { OrderRow } from '../../../core/rpc/api'
import { heldRows } from './held-rows'

const AT_TOP_PX = 40

/**
 * New rows never push what somebody reads or points at: while the list is scrolled away from its top, the mouse is over
 * it or something is selected, they wait behind a button. Rows that changed are updated in place, rows that left are
 * gone at once.
 */
export function useHeldBack(
  rows: readonly OrderRow[],
  scroll: RefObject<HTMLElement | null>,
  selecting: boolean,
): { rows: readonly OrderRow[]; waiting: number; show: () => void } {
  const [away, setAway] = useState(false)
  const [pointed, setPointed] = useState(false)
  // What was shown when the reader began to read; null while the list may move freely.
  const [frozen, setFrozen] = useState<ReadonlySet<number> | null>(null)
  const busy = away || pointed || selecting
  // While rendering, so that not even the news of this moment slip in. An empty list has nothing that could be pushed.
  if (busy && frozen === null && rows.length > 0) setFrozen(new Set(rows.map((row) => row.id)))
  if (!busy && frozen !== null) setFrozen(null)
  useEffect(() => {
    const element = scroll.current
    if (!element) return
    const scrolled = () => setAway(element.scrollTop > AT_TOP_PX)
    const entered = (event: PointerEvent) => setPointed(event.pointerType === 'mouse')
    const left = () => setPointed(false)
    element.addEventListener('scroll', scrolled, { passive: true })
    element.addEventListener('pointerenter', entered)
    element.addEventListener('pointerleave', left)
    return () => {
      element.removeEventListener('scroll', scrolled)
      element.removeEventListener('pointerenter', entered)
      element.removeEventListener('pointerleave', left)
    }
  }, [scroll])
  const held = useMemo(() => heldRows(rows, frozen), [rows, frozen])
  return {
    rows: useMemo(() => (held.size === 0 ? rows : rows.filter((row) => !held.has(row.id))), [rows, held]),
    waiting: held.size,
    show: () => {
      setFrozen(new Set(rows.map((row) => row.id)))
      scroll.current?.scrollTo({ top: 0 })
    },
  }
}

const NONE: ReadonlySet<number> = new Set()

const FRESH_MS = 1_000

/** Rows that arrived in this list a moment ago: their place is tinted for a second. Not the first filling. */
export function useFresh(rows: readonly OrderRow[]): ReadonlySet<number> {
  const [known, setKnown] = useState({ rows, seen: idsOf(rows), fresh: NONE })
  // While rendering, so that a new card is painted once, with its tint.
  if (known.rows !== rows) setKnown(seenNow(known, rows))
  const { fresh } = known
  useEffect(() => {
    if (fresh.size === 0) return
    const end = setTimeout(() => setKnown((now) => ({ ...now, fresh: NONE })), FRESH_MS)
    return () => clearTimeout(end)
  }, [fresh])
  return fresh
}

const MOST_FRESH = 10

interface Known {
  readonly rows: readonly OrderRow[]
  readonly seen: ReadonlySet<number>
  readonly fresh: ReadonlySet<number>
}

function seenNow({ seen, fresh }: Known, rows: readonly OrderRow[]): Known {
  const arrived = rows.map((row) => row.id).filter((id) => !seen.has(id))
  if (arrived.length === 0) return { rows, seen, fresh }
  const few = seen.size > 0 && arrived.length <= MOST_FRESH
  return { rows, seen: new Set([...seen, ...arrived]), fresh: few ? new Set(arrived) : NONE }
}

const idsOf = (rows: readonly OrderRow[]): ReadonlySet<number> => new Set(rows.map((row) => row.id))
