import { Unreadable, type Json } from '../../kernel'
import type { RefundState } from '../observation'

/** What a status of a trade or of its line means (TOP document «交易状态»). */
interface Meaning {
  /** Money is there, or none is owed before shipping (cash on delivery). */
  readonly due: boolean
  readonly shipped: boolean
  readonly end: 'finished' | 'closed' | undefined
  readonly hold?: string
}
const open = (due: boolean, shipped = false): Meaning => ({ due, shipped, end: undefined })
const MEANINGS: Readonly<Record<string, Meaning>> = {
  TRADE_NO_CREATE_PAY: open(false),
  WAIT_BUYER_PAY: open(false),
  PAY_PENDING: open(false),
  WAIT_PRE_AUTH_CONFIRM: open(false),
  WAIT_SELLER_SEND_GOODS: open(true),
  SELLER_CONSIGNED_PART: open(true),
  PAID_FORBID_CONSIGN: { ...open(true), hold: 'risk' },
  WAIT_BUYER_CONFIRM_GOODS: open(true, true),
  TRADE_BUYER_SIGNED: open(true, true),
  TRADE_FINISHED: { due: true, shipped: true, end: 'finished' },
  TRADE_CLOSED: { due: false, shipped: false, end: 'closed' },
  TRADE_CLOSED_BY_TAOBAO: { due: false, shipped: false, end: 'closed' },
}

export function meaningOf(status: string): Meaning {
  const meaning = Object.hasOwn(MEANINGS, status) ? MEANINGS[status] : undefined
  if (!meaning) throw new Unreadable('unknown-state', `status ${status}`)
  return meaning
}

/** From the document of taobao.refund.get; an exchange is open until the buyer has confirmed what was sent. */
const REFUND_STATES: Readonly<Record<string, RefundState>> = {
  WAIT_SELLER_AGREE: 'requested',
  WAIT_BUYER_RETURN_GOODS: 'agreed',
  WAIT_SELLER_CONFIRM_GOODS: 'returning',
  SELLER_REFUSE_BUYER: 'refused',
  CLOSED: 'closed',
  SUCCESS: 'paid',
  WAIT_SELLER_CONSIGN_GOODS: 'returning',
  WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS: 'returning',
  EXCHANGE_TRANSFORM_TO_REFUND: 'requested',
}

export function refundStateOf(status: string): RefundState {
  const state = Object.hasOwn(REFUND_STATES, status) ? REFUND_STATES[status] : undefined
  if (!state) throw new Unreadable('unknown-state', `refund_status ${status}`)
  return state
}

/** `NO_REFUND` and an empty word both mean that the line has none. */
export function hasRefund(status: Json | undefined): status is string {
  return typeof status === 'string' && status !== '' && status !== 'NO_REFUND'
}
