import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { OrderRow } from '../../../core/rpc/api'
import { heldRows } from './held-rows'

const AT_TOP_PX = 40

/**
 * New rows never push what somebody reads: while the list is scrolled away from its top they wait behind a button.
 * Rows that changed are updated in place, rows that left are gone at once.
 */
export function useHeldBack(
  rows: readonly OrderRow[],
  scroll: RefObject<HTMLElement | null>,
): { rows: readonly OrderRow[]; waiting: number; show: () => void } {
  const [away, setAway] = useState(false)
  // What was shown when the reader left the top; null while the list may move freely.
  const [frozen, setFrozen] = useState<ReadonlySet<number> | null>(null)
  const latest = useRef(rows)
  useEffect(() => {
    latest.current = rows
  }, [rows])
  useEffect(() => {
    const element = scroll.current
    if (!element) return
    const listen = () => {
      const now = element.scrollTop > AT_TOP_PX
      setAway((before) => {
        if (before !== now) setFrozen(now ? new Set(latest.current.map((row) => row.id)) : null)
        return now
      })
    }
    element.addEventListener('scroll', listen, { passive: true })
    return () => element.removeEventListener('scroll', listen)
  }, [scroll])
  const held = useMemo(() => heldRows(rows, away ? frozen : null), [rows, away, frozen])
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
