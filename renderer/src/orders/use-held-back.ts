import { useEffect, useRef, useState, type RefObject } from 'react'
import type { OrderRow } from '../../../core/rpc/api'

const AT_TOP_PX = 40

/**
 * New rows never push what somebody reads: while the list is scrolled away from its top they wait behind a button.
 * Rows that changed are updated in place, rows that left are gone at once.
 */
export function useHeldBack(rows: readonly OrderRow[], scroll: RefObject<HTMLElement | null>): { rows: readonly OrderRow[]; waiting: number; show: () => void } {
  const [known, setKnown] = useState<ReadonlySet<number>>(new Set())
  const [away, setAway] = useState(false)
  useEffect(() => {
    const element = scroll.current
    if (!element) return
    const listen = () => setAway(element.scrollTop > AT_TOP_PX)
    element.addEventListener('scroll', listen, { passive: true })
    return () => element.removeEventListener('scroll', listen)
  }, [scroll])
  const lastKnown = rows.findLastIndex((row) => known.has(row.id))
  // What stands below the last known row came by paging, not by news.
  const held = away ? rows.filter((row, n) => !known.has(row.id) && n < lastKnown) : []
  useEffect(() => {
    if (held.length === 0) setKnown(new Set(rows.map((row) => row.id)))
  }, [rows, held.length])
  const heldIds = new Set(held.map((row) => row.id))
  return {
    rows: held.length === 0 ? rows : rows.filter((row) => !heldIds.has(row.id)),
    waiting: held.length,
    show: () => {
      setKnown(new Set(rows.map((row) => row.id)))
      scroll.current?.scrollTo({ top: 0 })
    },
  }
}

const FRESH_MS = 1_000

/** Rows that arrived in this list a moment ago: their place is tinted for a second. Not the first filling. */
export function useFresh(rows: readonly OrderRow[]): ReadonlySet<number> {
  const seen = useRef<Set<number> | null>(null)
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set())
  useEffect(() => {
    if (rows.length === 0) return
    const before = seen.current
    seen.current = new Set([...(before ?? []), ...rows.map((row) => row.id)])
    const arrived = before ? rows.filter((row) => !before.has(row.id)).map((row) => row.id) : []
    if (arrived.length === 0 || arrived.length > 10) return
    setFresh(new Set(arrived))
    const timer = setTimeout(() => setFresh(new Set()), FRESH_MS)
    return () => clearTimeout(timer)
  }, [rows])
  return fresh
}
