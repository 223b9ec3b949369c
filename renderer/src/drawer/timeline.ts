import type { TimelineEvent } from '../../../core/rpc/api'

/** In the order in which an order lives through them. */
const LIFE = [
  'placed',
  'paid',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'refund',
  'received',
  'repeat',
  'case-opened',
  'case-decided',
  'case-agreed',
  'case-paying',
  'case-sending',
  'case-paid',
  'case-case-paid',
  'stock-return',
  'case-goods',
]

export interface TimelineDay {
  /** Local midnight that begins the day, UTC ms. */
  readonly day: number
  readonly events: readonly TimelineEvent[]
}

/** Newest first, gathered under the local day they happened on. At equal times what follows from the other is the newer. */
export function byDay(events: readonly TimelineEvent[]): TimelineDay[] {
  const days: { day: number; events: TimelineEvent[] }[] = []
  for (const event of [...events].sort(
    (a, b) => b.at - a.at || LIFE.indexOf(b.kind) - LIFE.indexOf(a.kind),
  )) {
    const midnight = new Date(event.at)
    midnight.setHours(0, 0, 0, 0)
    const last = days[days.length - 1]
    if (last?.day === midnight.getTime()) last.events.push(event)
    else days.push({ day: midnight.getTime(), events: [event] })
  }
  return days
}

type Say = (key: string, values?: Record<string, string | number>) => string
export interface EventWords {
  readonly t: Say
  /** Is this key among our words? A kind we have no word for is shown as it is. */
  has(key: string): boolean
  money(minor: number, currency: string): string
  /** A state of the board in words. */
  state(code: string): string
  /** A courier by its code or name. */
  courier(code: string): string
}

export type EventIcon =
  'orders' | 'money' | 'box' | 'truck' | 'check' | 'close' | 'hook' | 'note' | 'sync' | 'info' | 'warn'
const ICONS: Readonly<Record<string, EventIcon>> = {
  placed: 'orders', received: 'orders', paid: 'money', reserved: 'box', released: 'box', changed: 'sync', shipped: 'truck', sent: 'truck', 'send-refused': 'warn', delivered: 'check',
  completed: 'check', cancelled: 'close', refund: 'hook', slip: 'hook', memo: 'note', repeat: 'info', swept: 'sync', reread: 'sync', flag: 'warn',
  hold: 'warn',
} // prettier-ignore

export interface EventSentence {
  readonly icon: EventIcon
  readonly head: string
  /** Figures and where it came from; empty when there is nothing to add. */
  readonly detail: string
}

/** One event as a sentence: what happened, then its figures, then who and from where. */
export function eventSentence(
  event: TimelineEvent,
  order: { currency: string; totalMinor: number },
  words: EventWords,
): EventSentence {
  const { t } = words
  const { currency } = order
  // The platform tells when it was paid, not how much: that is the order's own total.
  const data = event.kind === 'paid' ? { amountMinor: order.totalMinor, ...event.data } : event.data
  const heads = [headOf(event, words), amountOf(data, currency, words), quantityOf(data, t)].filter(
    (part) => part !== '',
  )
  const details = [figuresOf(event, words), originOf(event, words)].filter((part) => part !== '')
  return {
    icon: event.kind.startsWith('stock-') ? 'box' : (ICONS[event.kind] ?? 'info'),
    head: heads.join(' '),
    detail: details.join(' · '),
  }
}

function headOf(event: TimelineEvent, { t, has }: EventWords): string {
  const times = numberIn(event.data, 'times')
  if (event.kind === 'repeat' && times !== undefined) return t('ev_repeatTimes', { n: times })
  return has(`ev_${event.kind}`) ? t(`ev_${event.kind}`) : t('ev_other', { kind: event.kind })
}

function amountOf(data: TimelineEvent['data'], currency: string, { money }: EventWords): string {
  const minor = numberIn(data, 'amountMinor') ?? numberIn(data, 'totalMinor') ?? numberIn(data, 'amount')
  return minor === undefined ? '' : money(minor, textIn(data, 'currency') ?? currency)
}

function quantityOf(data: TimelineEvent['data'], t: Say): string {
  const quantity = numberIn(data, 'quantity')
  return quantity === undefined ? '' : t('pieces', { n: quantity })
}

function figuresOf(event: TimelineEvent, words: EventWords): string {
  const { t, has } = words
  const { data } = event
  const said = (key: string, prefix: string) => {
    const word = textIn(data, key)
    return word === undefined ? '' : has(`${prefix}${word}`) ? t(`${prefix}${word}`) : word
  }
  const times = numberIn(data, 'times')
  const parts = [
    event.kind === 'repeat' && times !== undefined ? t('ev_repeatWhat') : '',
    event.kind === 'changed' ? changesIn(data, words) : '',
    event.kind === 'memo' ? memoIn(data, t) : '',
    [courierIn(data, words), textIn(data, 'waybill') ?? ''].filter((part) => part !== '').join(' '),
    event.kind === 'refund' ? said('kind', 'kind_') : '',
    event.kind === 'repeat' || event.kind === 'received'
      ? placeWords(textIn(data, 'source') ?? '', words)
      : '',
    said('flag', 'flag_'),
    said('hold', 'hold_'),
    event.kind.startsWith('case-') ? caseIn(data, words) : '',
    textIn(data, 'parcel') ?? '',
    textIn(data, 'reason') ?? '',
    textIn(data, 'warehouse') ?? '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** Which fields moved, by name, and the state it led to. */
function changesIn(data: TimelineEvent['data'], { t, has, state }: EventWords): string {
  const fields = (textIn(data, 'fields') ?? '').split(' ').filter((field) => field !== '')
  const names = [...new Set(fields.map((field) => (has(`f_${field}`) ? t(`f_${field}`) : field)))]
  const became = textIn(data, 'state')
  return [names.join(t('comma')), became === undefined ? '' : t('ev_became', { state: state(became) })]
    .filter((part) => part !== '')
    .join(' · ')
}

/** 财务 · 同意 · 老板代财务 · 原因 */
function caseIn(data: TimelineEvent['data'], { t, has }: EventWords): string {
  const word = (key: string, prefix: string) => {
    const text = textIn(data, key)
    return text === undefined ? '' : has(`${prefix}${text}`) ? t(`${prefix}${text}`) : text
  }
  const actedFor = word('actedFor', 'role_')
  const good = numberIn(data, 'good')
  return [
    word('role', 'role_'),
    word('verdict', 'verdict_'),
    actedFor === '' ? '' : t('ev_for', { role: actedFor }),
    good === undefined ? '' : t('ev_pieces', { good, damaged: numberIn(data, 'damaged') ?? 0 }),
    textIn(data, 'decisionReason') ?? '',
    word('error', 'trouble_'),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function courierIn(data: TimelineEvent['data'], { courier }: EventWords): string {
  const code = textIn(data, 'courier')
  return code === undefined ? '' : courier(code)
}

function memoIn(data: TimelineEvent['data'], t: Say): string {
  const text = textIn(data, 'memo') ?? textIn(data, 'text')
  if (text !== undefined) return `「${text}」`
  return 'memo' in data || 'text' in data ? t('ev_cleared') : ''
}

/** Who and from where; the buyer needs no name beside what only a buyer does. */
function originOf(event: TimelineEvent, words: EventWords): string {
  // Which way a message came is said already.
  if (textIn(event.data, 'source') !== undefined) return ''
  const place = placeWords(event.from, words)
  const who = event.who === 'buyer' ? '' : whoWords(event.who, words.t)
  return [who === place ? '' : who, place].filter((part) => part !== '').join(' · ')
}

/** `desktop`, a station's address, `shop:s1`, or the way a message came (`push orders/paid`), as people say it. */
export function placeWords(from: string, { t, has }: Pick<EventWords, 't' | 'has'>): string {
  if (from === '' || from === 'core') return ''
  if (from === 'desktop' || from === 'command-line') return t(`from_${from}`)
  if (from.startsWith('shop:')) return t('from_shop')
  const [source = '', kind] = from.split(' ')
  if (has(`src_${source}`))
    return kind
      ? `${t(`src_${source}`)} · ${has(`part_${kind}`) ? t(`part_${kind}`) : kind}`
      : t(`src_${source}`)
  if (from === '127.0.0.1' || from === '::1') return t('from_local')
  return /^[\d.:a-f]+$/i.test(from) ? t('from_station', { address: from }) : from
}

/** How core names the owner who acts for a role: 掌柜 代仓库. */
const STANDS_IN = /^(.+) 代(主管|财务|仓库|客服|销售)$/
const ROLES: Readonly<Record<string, string>> = { 主管: 'supervisor', 财务: 'finance', 仓库: 'warehouse', 客服: 'support', 销售: 'sales' } // prettier-ignore
const SELF = new Set(['core', 'sync', 'system'])
/** Our own names for who acted; a person's name stays as it is. */
export function whoWords(who: string, t: Say): string {
  if (SELF.has(who)) return t('who_system')
  if (who === 'owner') return t('who_owner')
  if (who === 'platform' || who.startsWith('shop:')) return t('who_platform')
  const standsIn = STANDS_IN.exec(who)
  if (standsIn)
    return t('who_standsIn', { who: standsIn[1] ?? '', role: t(`role_${ROLES[standsIn[2] ?? ''] ?? ''}`) })
  return who
}

function numberIn(data: TimelineEvent['data'], key: string): number | undefined {
  const value = data[key]
  return typeof value === 'number' ? value : undefined
}
function textIn(data: TimelineEvent['data'], key: string): string | undefined {
  const value = data[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
