import { daysOf } from './months'

export interface CoveredDay {
  readonly provider: string
  readonly ledger: string
  readonly account: string
  readonly day: string
  readonly rows: number
  readonly netMinor: number
}
export interface MapCell {
  readonly day: string
  /** `missing`: between the first day at hand and yesterday, and no bill. */
  readonly kind: 'proven' | 'missing' | 'none'
  readonly rows: number
  readonly netMinor: number
}
export interface MapChannel {
  readonly provider: string
  readonly ledger: string
  readonly account: string
  /** Newest first; months of which nothing could be at hand are left out. */
  readonly months: readonly { readonly month: string; readonly cells: readonly MapCell[] }[]
}

/** Months × days of every channel: which bills are at hand, and which are missing. */
export function coverageMap(days: readonly CoveredDay[], months: readonly string[], lastDay: string): MapChannel[] {
  const channels = Map.groupBy(days, (one) => `${one.provider} ${one.ledger} ${one.account}`)
  return [...channels.values()].map((own) => {
    const byDay = new Map(own.map((one) => [one.day, one]))
    const first = own.reduce((least, one) => (one.day < least ? one.day : least), lastDay)
    const cellOf = (day: string): MapCell => {
      const known = byDay.get(day)
      if (known) return { day, kind: 'proven', rows: known.rows, netMinor: known.netMinor }
      return { day, kind: day > first && day <= lastDay ? 'missing' : 'none', rows: 0, netMinor: 0 }
    }
    const { provider = '', ledger = '', account = '' } = own[0] ?? {}
    return { provider, ledger, account, months: months.map((month) => ({ month, cells: daysOf(month).map(cellOf) })).filter(({ cells }) => cells.some(({ kind }) => kind !== 'none')) }
  })
} // prettier-ignore

export function missingDays(channels: readonly MapChannel[]): number {
  return channels.flatMap(({ months }) => months.flatMap(({ cells }) => cells)).filter(({ kind }) => kind === 'missing').length // prettier-ignore
}
