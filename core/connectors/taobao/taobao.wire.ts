import { z } from 'zod'
import { Unreadable, type Json } from '../../kernel'
import { fromTopTime } from './taobao.time'

// TOP leaves out what is empty, writes the same field as number or text from one API to the next, and wraps
// lists as {plural: {singular: [...]}}. Everything that is not the identity of a thing is therefore optional.

// A trade has a hundred fields and more. Each is read by one function: nested schemas for "absent or text or number"
// cost three times as much, and that was a good part of the work of taking an order in.
type Reading = { addIssue(issue: string): void }
type ReadField<T> = (value: unknown, context: Reading) => T

/** What TOP leaves out or leaves empty is `undefined`. */
const absent = <T>(read: ReadField<T>) =>
  z.transform<unknown, T | undefined>((value, context) =>
    value === undefined || value === null || value === '' ? undefined : read(value, context),
  )

function refuse(context: Reading, issue: string): never {
  context.addIssue(issue)
  return z.NEVER
}

function readDigits(value: unknown, context: Reading): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : refuse(context, 'expected text or a number')
}

function readCount(value: unknown, context: Reading): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+$/.test(value)
    ? Number(value)
    : refuse(context, 'expected a whole number')
}

function readTime(value: unknown, context: Reading): number {
  if (typeof value !== 'string') return refuse(context, 'expected a time as text')
  try {
    return fromTopTime(value)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return refuse(context, `bad-time ${value}`)
  }
}

function readTruth(value: unknown, context: Reading): boolean {
  if (typeof value === 'boolean') return value
  return value === 'true' || value === 'false' ? value === 'true' : refuse(context, 'expected true or false')
}

/** For what must be there: an absent key is refused. */
const digits = z.union([z.string(), z.number()]).transform(String)
/** Empty text is text: a memo that was emptied is not a memo that was left out. */
const text = z.transform<unknown, string | undefined>((value, context) =>
  value === undefined || value === null ? undefined : readDigits(value, context),
)
const id = absent(readDigits)
const money = absent(readDigits)
const count = absent(readCount)
const time = absent(readTime)
const truth = absent(readTruth)

function listOf<T>(singular: string, item: z.ZodType<T>) {
  return z.preprocess((value) => unwrap(value, singular), z.array(item).optional())
}

function unwrap(value: unknown, singular: string): unknown {
  if (value === null || value === '' || value === undefined) return undefined
  if (Array.isArray(value) || typeof value !== 'object') return value
  const inner = (value as Record<string, unknown>)[singular]
  if (inner === undefined || inner === null || inner === '') return []
  return Array.isArray(inner) ? inner : [inner]
}

const line = z.object({
  oid: id, oid_str: id, num_iid: id, sku_id: id, outer_iid: text, outer_sku_id: text, title: text,
  sku_properties_name: text, pic_path: text, num: count, price: money, payment: money, total_fee: money,
  divide_order_fee: money, part_mjz_discount: money, discount_fee: money, adjust_fee: money, status: text,
  refund_status: text, refund_id: id, logistics_company: text, invoice_no: text, consign_time: time, end_time: time,
}) // prettier-ignore

/** A trade of `taobao.trades.sold.increment.get` and `taobao.trade.fullinfo.get`. Money in yuan as text. */
export const tradeWire = z.object({
  tid: id, tid_str: id, type: text, status: text, step_trade_status: text, buyer_nick: text, buyer_open_uid: text,
  payment: money, post_fee: money, discount_fee: money, adjust_fee: money, total_fee: money,
  created: time, pay_time: time, modified: time, consign_time: time, end_time: time,
  buyer_message: text, seller_memo: text, seller_flag: count,
  receiver_name: text, receiver_mobile: text, receiver_phone: text, receiver_state: text, receiver_city: text,
  receiver_district: text, receiver_town: text, receiver_address: text, receiver_zip: text, receiver_country: text,
  orders: listOf('order', line),
}) // prettier-ignore
export type TradeWire = z.output<typeof tradeWire>
export type LineWire = z.output<typeof line>

/** A refund of `taobao.refund.get`. */
export const refundWire = z.object({
  refund_id: digits, tid: id, oid: id, status: text, refund_fee: money, has_good_return: truth, reason: text,
  created: time, modified: time, company_name: text, sid: text, refund_version: id, refund_phase: text,
}) // prettier-ignore
export type RefundWire = z.output<typeof refundWire>

export const errorWire = z.object({ code: digits, msg: text, sub_code: text, sub_msg: text })
export const tradesWire = z.object({ total_results: count, trades: listOf('trade', z.unknown()) })
export const tradeAnswerWire = z.object({ trade: z.unknown() })
export const refundsWire = z.object({
  total_results: count,
  refunds: listOf('refund', z.unknown()),
})
export const refundAnswerWire = z.object({ refund: z.unknown() })
/** Answers of `taobao.rp.refunds.agree`, `taobao.rp.returngoods.agree` and `taobao.refund.refuse`: HTTP and TOP say yes, these say what became of it. */
export const agreedWire = z.object({
  succ: truth, is_success: truth, msg_code: text, message: text,
  results: listOf('refund_mapping_result', z.object({ refund_id: id, succ: truth, msg_code: text, message: text })),
}) // prettier-ignore
export const companiesWire = z.object({
  logistics_companies: listOf('logistics_company', z.object({ code: digits, name: text })),
})
/** What is where, for one parcel: of a trade only its lines' waybills are read. */
export const shippedLinesWire = z.object({
  trade: z.object({ orders: listOf('order', z.object({ oid: id, oid_str: id, invoice_no: text })) }),
})
export const sendWire = z.object({
  result: z.object({ success: truth, error_code: text, error_msg: text }).optional(),
})
export const timeWire = z.object({ time })
export const messagesWire = z.object({
  messages: listOf('tmc_message', z.object({ id: digits, topic: text, content: z.unknown() })),
})

/** Throws `Unreadable('unexpected-shape')` naming the field that was not as documented. */
export function readAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.map(String).join('.') ?? ''
  if (issue?.message.startsWith('bad-time '))
    throw new Unreadable('bad-time', `${where}: ${issue.message.slice(9)}`)
  throw new Unreadable('unexpected-shape', `${where}: ${issue?.message ?? ''}`)
}

/** The root key of an answer: the method without `taobao.`, dots as underscores, plus `_response`. */
export function responseKey(method: string): string {
  return `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`
}

/** The inside of an answer's envelope; `undefined` when the envelope is another one. */
export function answerOf(body: Json, method: string): Json | undefined {
  return body !== null && typeof body === 'object' && !Array.isArray(body)
    ? body[responseKey(method)]
    : undefined
}
