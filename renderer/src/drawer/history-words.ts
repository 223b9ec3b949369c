import type { HistoryEntryView } from '../../../core/rpc/api'

type Say = (key: string, values?: Record<string, string | number>) => string
export interface HistoryWords {
  readonly t: Say
  has(key: string): boolean
  money(minor: number, currency: string): string
  time(at: number): string
  /** A state of the board in words. */
  state(code: string): string
  /** Which way it came: `push TradeBuyerPay`. */
  source(code: string): string
  readonly currency: string
  /** A courier by its code. */
  courier(code: string): string
}

/** `lines.7781.shippedQuantity` → «商品 7781 · 已发数量»; a path without a word is shown as it is. */
export function pathWords(path: string, { t, has }: Pick<HistoryWords, 't' | 'has'>): string {
  const word = (name: string) => (has(`f_${name}`) ? t(`f_${name}`) : name)
  // A parcel that went out from here, before the platform has a number for it.
  const parts = path
    .split('.')
    .map((part) => part.replace(/^ours:(\d+)$/, (_all, n: string) => t('oursNo', { n })))
  const [group = '', ...rest] = parts
  if (rest.length === 0) return word(group)
  if (group === 'case')
    return `${t('f_case')} · ${has(`f_case_${rest[0]}`) ? t(`f_case_${rest[0]}`) : word(rest[0] ?? '')}`
  const last = rest[rest.length - 1] ?? ''
  if (rest.length === 1) return `${word(group)} ${last}`
  return `${word(group)} ${rest.slice(0, -1).join('.')} · ${word(last)}`
}

/** A value of a change as people read it: money with its decimals, times in the local zone, states by name. */
export function valueWords(path: string, value: string | null, words: HistoryWords): string {
  if (value === null || value === '') return words.t('empty')
  const name = path.split('.').pop() ?? path
  const figure = /^-?\d+$/.test(value) ? Number(value) : undefined
  if (figure !== undefined && name.endsWith('Minor')) return words.money(figure, words.currency)
  if (figure !== undefined && (name.endsWith('At') || name === 'shipBy')) return words.time(figure)
  if (path.startsWith('case.') && words.has(`v_${name}_${value}`)) return words.t(`v_${name}_${value}`)
  if (path === 'state') return words.state(value)
  if (path === 'source') return words.source(value)
  if (name === 'courier') return words.courier(value)
  // Of an after-sale the platform names: the state it came to, and its sum.
  const refund = path.startsWith('refund') ? /^(\w+) (\d+)$/.exec(value) : null
  if (refund?.[1] && refund[2] && words.has(`refund_${refund[1]}`))
    return `${words.t(`refund_${refund[1]}`)} ${words.money(Number(refund[2]), words.currency)}`
  if (name === 'state' && words.has(`refund_${value}`)) return words.t(`refund_${value}`)
  if (name === 'kind' && words.has(`kind_${value}`)) return words.t(`kind_${value}`)
  return value
}

/** `order.changed` → «平台有变动»; an unknown kind is shown as it is. */
export function kindWords(
  kind: HistoryEntryView['kind'],
  { t, has }: Pick<HistoryWords, 't' | 'has'>,
): string {
  // A refund case is told as in the timeline.
  const key = kind.startsWith('refund.') ? `ev_case-${kind.slice(7)}` : `h_${kind.replaceAll('.', '_')}`
  return has(key) ? t(key) : kind
}
