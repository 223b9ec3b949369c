import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { SlipRowView } from '../../../core/rpc/api'
import { client } from '../client'
import type { Outcome } from './picture-queue'
import { useSending } from './send-queue'
import { give, type Signal } from './signals'

/** So many of a batch are followed; a trolley holds fewer. */
const MOST = 200

export interface Batch {
  /** Newest first. */
  readonly rows: readonly SlipRowView[]
  readonly refused: readonly Outcome[]
  readonly waiting: number
  /** Of these, how many are kept on this phone, and how many could not be. */
  readonly kept: number
  readonly unsafe: number
  /** What came of the latest, for the band. */
  readonly latest: SlipRowView | undefined
  readonly reading: number
  readonly repeat: boolean
}

export function signalOf(row: SlipRowView): Signal | undefined {
  switch (row.state) {
    case 'reading':
      return undefined
    case 'matched':
      return 'matched'
    case 'unreadable':
      return 'unreadable'
    default:
      return 'ask'
  }
}

/** The slips taken since `since`: how each stands now; each that is settled is heard once. */
export function useBatch(since: number, aloud: boolean): Batch {
  const { waiting, kept, unsafe, outcomes } = useSending()
  const ours = outcomes.filter(({ at }) => at >= since)
  const ids = [...new Set(ours.flatMap(({ row }) => (row ? [row.id] : [])))]
  const now = useQuery({
    queryKey: ['slips', 'page', 'batch'],
    queryFn: () =>
      client.slips.page({ states: ['reading', 'matched', 'ask', 'none', 'unreadable', 'set-aside'], cursor: null, limit: MOST }),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  }) // prettier-ignore
  const stand = new Map((now.data?.rows ?? []).map((row) => [row.id, row]))
  const rows = ids.flatMap((id) => stand.get(id) ?? ours.find(({ row }) => row?.id === id)?.row ?? [])
  const heard = useRef(new Set<string>())
  const [latestId, setLatestId] = useState<string>()
  const settled = rows.filter((row) => signalOf(row) !== undefined)
  const key = settled.map(({ id }) => id).join()
  useEffect(() => {
    for (const row of settled.toReversed()) {
      const signal = signalOf(row)
      if (!signal || heard.current.has(row.id)) continue
      heard.current.add(row.id)
      give(signal, aloud)
      setLatestId(row.id)
    }
    // What is settled is named by the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, aloud])
  const [newest] = ours
  return {
    rows,
    refused: ours.filter(({ error }) => error !== null),
    waiting,
    kept,
    unsafe,
    latest: rows.find(({ id }) => id === latestId),
    reading: rows.length - settled.length,
    repeat: newest?.repeat === true && newest.row?.id === latestId,
  }
}
