import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SlipRowView, SlipState } from '../../../core/rpc/api'
import { client } from '../client'

export const GROUPS = ['ask', 'matched', 'none', 'unreadable'] as const
export type Group = (typeof GROUPS)[number]

const STATES: Readonly<Record<Group, SlipState[]>> = {
  ask: ['ask'],
  matched: ['matched'],
  none: ['none', 'set-aside'],
  unreadable: ['unreadable'],
}
const LIMIT = 100

export interface SlipsNow {
  readonly groups: Readonly<Record<Group, readonly SlipRowView[]>>
  readonly counts: Readonly<Record<Group, number>>
  /** So many are not read yet. */
  readonly reading: number
  readonly loaded: boolean
  readonly error: Error | null
  readonly again: () => void
}

/** The slips of now, group by group, newest first; the feed keeps them so on every station. */
export function useSlips(): SlipsNow {
  const page = (group: Group) => ({
    queryKey: ['slips', 'page', group],
    queryFn: () => client.slips.page({ states: STATES[group], cursor: null, limit: LIMIT }),
    placeholderData: keepPreviousData,
  })
  const ask = useQuery(page('ask'))
  const matched = useQuery(page('matched'))
  const none = useQuery(page('none'))
  const unreadable = useQuery(page('unreadable'))
  const counts = useQuery({ queryKey: ['slips', 'counts'], queryFn: () => client.slips.counts({}) })
  const all = { ask, matched, none, unreadable }
  const of = (states: readonly SlipState[]) =>
    (counts.data?.states ?? []).reduce((sum, one) => sum + (states.includes(one.state) ? one.count : 0), 0)
  const rows = (group: Group) => all[group].data?.rows ?? []
  return {
    groups: { ask: rows('ask'), matched: rows('matched'), none: rows('none'), unreadable: rows('unreadable') },
    counts: { ask: of(STATES.ask), matched: of(STATES.matched), none: of(STATES.none), unreadable: of(STATES.unreadable) },
    reading: of(['reading']),
    loaded: GROUPS.every((group) => all[group].data !== undefined),
    error: GROUPS.map((group) => all[group].error).find((error) => error !== null) ?? null,
    again: () => void Promise.all(GROUPS.map((group) => all[group].refetch())),
  } // prettier-ignore
}
