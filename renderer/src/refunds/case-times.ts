import type { RefundRow } from '../../../core/rpc/api'

type Say = (key: string, values?: Record<string, string | number>) => string

/** Past its time while somebody still has to act. */
export function isLate(row: Pick<RefundRow, 'dueAt'>, now: number): boolean {
  return row.dueAt !== null && row.dueAt < now
}

/** A length of time as people say it. */
export function span(ms: number, t: Say): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000))
  if (minutes < 90) return t('spanMinutes', { n: minutes })
  // A limit of two hours wants its minutes.
  if (minutes < 600 && minutes % 60 > 0)
    return t('spanLong', { h: Math.floor(minutes / 60), n: minutes % 60 })
  const hours = Math.round(minutes / 60)
  return hours < 48 ? t('spanHours', { n: hours }) : t('spanDays', { n: Math.round(hours / 24) })
}
