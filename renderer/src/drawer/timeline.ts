import type { TimelineEvent } from '../../../core/rpc/api'

export interface TimelineDay {
  /** Local midnight that begins the day, UTC ms. */
  readonly day: number
  readonly events: readonly TimelineEvent[]
}

/** Newest first, gathered under the local day they happened on. Equal times keep the order they came in. */
export function byDay(events: readonly TimelineEvent[]): TimelineDay[] {
  const days: { day: number; events: TimelineEvent[] }[] = []
  for (const event of [...events].sort((a, b) => b.at - a.at)) {
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
}

export type EventIcon = 'orders' | 'money' | 'box' | 'truck' | 'check' | 'close' | 'hook' | 'note' | 'sync' | 'info' | 'warn'
const ICONS: Readonly<Record<string, EventIcon>> = {
  placed: 'orders', received: 'orders', paid: 'money', reserved: 'box', released: 'box', shipped: 'truck', delivered: 'check',
  completed: 'check', cancelled: 'close', refund: 'hook', memo: 'note', repeat: 'info', swept: 'sync', reread: 'sync', flag: 'warn',
  hold: 'warn',
} // prettier-ignore

export interface EventSentence {
  readonly icon: EventIcon
  readonly head: string
  /** Figures and where it came from; empty when there is nothing to add. */
  readonly detail: string
}

/** One event as a sentence: what happened, then its figures, then who and from where. */
export function eventSentence(event: TimelineEvent, currency: string, words: EventWords): EventSentence {
  const { t } = words
  const { data } = event
  const heads = [headOf(event, words), amountOf(data, currency, words), quantityOf(data, t)].filter((part) => part !== '')
  const details = [figuresOf(event, words), originOf(event, t)].filter((part) => part !== '')
  return { icon: ICONS[event.kind] ?? 'info', head: heads.join(' '), detail: details.join(' · ') }
}

function headOf(event: TimelineEvent, { t, has }: EventWords): string {
  const times = numberIn(event.data, 'times')
  if (event.kind === 'repeat' && times !== undefined && times > 1) return t('ev_repeatTimes', { n: times })
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

function figuresOf(event: TimelineEvent, { t, has }: EventWords): string {
  const { data } = event
  const said = (key: string, prefix: string) => {
    const word = textIn(data, key)
    return word === undefined ? '' : has(`${prefix}${word}`) ? t(`${prefix}${word}`) : word
  }
  const times = numberIn(data, 'times')
  const parts = [
    event.kind === 'repeat' && times !== undefined && times > 1 ? t('ev_repeatWhat', { n: times - 1 }) : '',
    event.kind === 'memo' ? memoIn(data, t) : '',
    [textIn(data, 'courier'), textIn(data, 'waybill')].filter(Boolean).join(' '),
    said('state', 'refund_'),
    said('refundKind', 'kind_'),
    said('flag', 'flag_'),
    said('hold', 'hold_'),
    textIn(data, 'reason') ?? '',
    textIn(data, 'warehouse') ?? '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function memoIn(data: TimelineEvent['data'], t: Say): string {
  const text = textIn(data, 'memo') ?? textIn(data, 'text')
  if (text !== undefined) return `「${text}」`
  return 'memo' in data || 'text' in data ? t('ev_cleared') : ''
}

/** Who and from where, in words: a platform's own doings need no name beside their source. */
function originOf(event: TimelineEvent, t: Say): string {
  const source = SOURCES.has(event.from) ? t(`src_${event.from}`) : ''
  const place = source !== '' ? source : placeWords(event.from, t)
  const who = whoWords(event.who, t)
  return [who === place ? '' : who, place].filter((part) => part !== '').join(' · ')
}
const SOURCES = new Set(['pull', 'sweep', 'push', 'detail', 'file'])

/** `desktop`, a station's address, `shop:s1` or a source, as people say it. */
export function placeWords(from: string, t: Say): string {
  if (from === '') return ''
  if (from === 'desktop') return t('from_desktop')
  if (from.startsWith('shop:')) return t('from_shop')
  const [source = '', kind] = from.split(' ')
  if (SOURCES.has(source)) return kind ? `${t(`src_${source}`)} · ${kind}` : t(`src_${source}`)
  return /^[\d.:a-f]+$/i.test(from) ? t('from_station', { address: from }) : from
}

/** Our own names for who acted; a person's name stays as it is. */
export function whoWords(who: string, t: Say): string {
  if (who === 'owner') return t('who_owner')
  if (who === 'system' || who === 'zhanggui') return t('who_system')
  if (who === 'platform' || who.startsWith('shop:')) return t('who_platform')
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
