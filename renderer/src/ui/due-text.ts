import type { BoardState } from '../../../core/rpc/api'

const MINUTE_MS = 60_000
/** Yellow begins this long before a ship clock runs out. */
const NEAR_MS = 40 * MINUTE_MS

export interface DueText {
  readonly tone: 'plain' | 'warn' | 'late'
  /** Key under `ui:due.` and its figures. */
  readonly key: string
  readonly values: { readonly d: number; readonly h: number; readonly m: number }
}

export interface Clocked {
  readonly state: BoardState
  readonly dueAt: number | null
  readonly createdAt: number
  readonly lastShippedAt: number | null
  readonly hold: string | null
}

/** What the clock of a card says: 超时 42 分, 剩 21 分, 未付 52 分, 发出 1 天. `null` = no clock runs. */
export function dueText(order: Clocked, now: number): DueText | null {
  if (order.state === 'to-pay')
    return spell(
      'unpaid',
      now - order.createdAt,
      order.dueAt !== null && now >= order.dueAt ? 'warn' : 'plain',
    )
  if (order.state === 'to-ship') {
    if (order.hold !== null) return { tone: 'warn', key: 'held', values: split(0) }
    if (order.dueAt === null) return null
    const left = order.dueAt - now
    return left < 0 ? spell('over', -left, 'late') : spell('left', left, left < NEAR_MS ? 'warn' : 'plain')
  }
  if (order.state === 'shipped' && order.lastShippedAt !== null)
    return spell('sent', now - order.lastShippedAt, 'plain')
  return null
}

function spell(verb: string, ms: number, tone: DueText['tone']): DueText {
  const values = split(ms)
  const size =
    values.d > 0
      ? 'Days'
      : values.h > 0
        ? values.m > 0 && verb !== 'sent'
          ? 'HoursMinutes'
          : 'Hours'
        : 'Minutes'
  return { tone, key: `${verb}${size}`, values }
}

function split(ms: number): DueText['values'] {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS))
  return { d: Math.floor(minutes / 1440), h: Math.floor((minutes % 1440) / 60), m: minutes % 60 }
}

/** Today 14:53, this year 11-22 14:53, else 2025-11-22: in the local zone. */
export function stateTime(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)]
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`
  if (then.toDateString() === today.toDateString()) return clock
  const day = `${two(then.getMonth() + 1)}-${two(then.getDate())}`
  return then.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${then.getFullYear()}-${day}`
}
