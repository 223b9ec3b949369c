import {
  OutsideFailure,
  Refusal,
  Unreadable,
  currencyOf,
  formatMajor,
  minor,
  type Currency,
} from '../../kernel'
import type { AfterSale, AfterSaleRequest, FoundPayout, Payout } from '../after-sale'
import type { Answer, ShopifyClient } from './shopify.client'
import { object } from './shopify.json'
import { amountOf } from './shopify.known'
import * as queries from './shopify.refund-queries'
import {
  returnAnswer,
  refundsAnswer,
  refundedAnswer,
  suggestedAnswer,
  type RefundsAnswer,
} from './shopify.refund-wire'

const RETURN = /^gid:\/\/shopify\/Return\//
/** The money has not left and will not: what the gateway answers to a transaction of a refund. */
const FAILED = new Set(['FAILURE', 'ERROR'])

/**
 * Refunds of the Admin API. Every refund of ours carries its key twice: as the idempotency key, under which Shopify
 * answers a repeat with the first result, and in its note, by which it is found however late.
 */
export function afterSale(client: ShopifyClient): AfterSale {
  const once = { once: true }

  async function statusOf(id: string, signal?: AbortSignal): Promise<string | undefined> {
    const answer = await client.ask(queries.returnQuery, { id }, signal, once)
    return read(returnAnswer, answer).return?.status
  }

  async function told(
    mutation: () => string,
    input: Record<string, string>,
    name: string,
    signal?: AbortSignal,
  ) {
    const answer = await client.ask(mutation, { i: input }, signal, once)
    refuseErrors(answer, name)
  }

  /** The payments of the order that can give money back, oldest first, and as much of each as makes the amount. */
  async function sources(payout: Payout, signal?: AbortSignal) {
    const answer = await client.ask(queries.suggestedQuery, { id: payout.orderExternalId }, signal, once)
    const { order } = read(suggestedAnswer, answer)
    if (!order) throw new Refusal('platform-knows-no-order', { order: payout.orderExternalId })
    if (order.currencyCode !== payout.currency)
      throw new Refusal('differs-from-request', { currency: order.currencyCode })
    let left: number = payout.amountMinor
    const taken = order.suggestedRefund.suggestedTransactions.flatMap((one) => {
      const part = Math.min(left, amountOf(one.amountSet, payout.currency))
      left -= part
      return part > 0 ? [{ gateway: one.gateway, parentId: one.parentTransaction?.id, part }] : []
    })
    if (left > 0)
      throw new Refusal('platform-limit', {
        amountMinor: payout.amountMinor,
        limitMinor: payout.amountMinor - left,
      })
    return taken.map(({ gateway, parentId, part }) => ({
      orderId: payout.orderExternalId, kind: 'REFUND', gateway, amount: formatMajor(part, payout.currency),
      ...(parentId ? { parentId } : {}),
    })) // prettier-ignore
  }

  return {
    repeatsAreOne: true,

    async find(payout, signal): Promise<FoundPayout> {
      const answer = await client.ask(queries.refundsQuery, { id: payout.orderExternalId }, signal, once)
      const { order } = read(refundsAnswer, answer)
      if (!order) return { found: 'unknown', detail: `order ${payout.orderExternalId} is not known` }
      const ours = order.refunds.find((refund) => refund.note?.includes(payout.key))
      if (ours) return foundOf(ours, currencyOf(order.currencyCode))
      if (order.refunds.length >= queries.MOST_REFUNDS)
        return { found: 'unknown', detail: `the order has ${order.refunds.length} refunds` }
      return { found: 'not-paid' }
    },

    async pay(payout, signal) {
      const transactions = await sources(payout, signal)
      const input = {
        orderId: payout.orderExternalId,
        note: `${payout.note} [${payout.key}]`,
        notify: false,
        // What comes back is counted into our own stock, which the shop is told of: not twice.
        refundLineItems: payout.lines.map((line) => ({
          lineItemId: line.lineExternalId, quantity: line.quantity, restockType: 'NO_RESTOCK',
        })), // prettier-ignore
        transactions,
      }
      const answer = await client.ask(
        queries.refundMutation,
        { i: input, k: uuidOf(payout.key) },
        signal,
        once,
      )
      refuseErrors(answer, 'refundCreate')
      const refund = read(refundedAnswer, answer).refundCreate.refund
      return { outcome: 'paid', refundExternalId: refund?.id ?? null }
    },

    async agreeReturn({ refundExternalId: id }: AfterSaleRequest, signal) {
      if (!RETURN.test(id) || (await statusOf(id, signal)) !== 'REQUESTED') return
      await told(queries.approveReturnMutation, { id }, 'returnApproveRequest', signal)
    },

    async refuse({ refundExternalId: id }: AfterSaleRequest, signal) {
      if (!RETURN.test(id) || (await statusOf(id, signal)) !== 'REQUESTED') return
      const input = { id, declineReason: 'OTHER' }
      await told(queries.declineReturnMutation, input, 'returnDeclineRequest', signal)
    },

    async close({ refundExternalId: id }: AfterSaleRequest, signal) {
      if (!RETURN.test(id) || (await statusOf(id, signal)) !== 'OPEN') return
      const answer = await client.ask(queries.closeReturnMutation, { id }, signal, once)
      refuseErrors(answer, 'returnClose')
    },
  }
}

function foundOf(
  refund: NonNullable<RefundsAnswer['order']>['refunds'][number],
  currency: Currency,
): FoundPayout {
  const moves = refund.transactions
  if (moves.length > 0 && moves.every((one) => FAILED.has(one.status)))
    return { found: 'unknown', detail: `refund ${refund.id} failed at the payment provider` }
  // Until the provider has settled it, the refund itself shows 0: its transactions tell how much.
  const settled = amountOf(refund.totalRefundedSet, currency)
  const underWay = moves
    .filter((one) => !FAILED.has(one.status))
    .reduce((sum, one) => sum + (one.amountSet ? amountOf(one.amountSet, currency) : 0), 0)
  return { found: 'paid', amountMinor: minor(Math.max(settled, underWay)), refundExternalId: refund.id }
}

/** An answer that is not as documented says nothing of what was done: it is asked for again. */
function read<T>(schema: { parse(value: unknown): T }, answer: Answer): T {
  try {
    return schema.parse(answer.data)
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause
    throw new OutsideFailure("Shopify's answer is not as documented", {
      retryable: true,
      platformCode: 'unexpected-shape',
      cause,
    })
  }
}

function refuseErrors(answer: Answer, name: string): void {
  const errors = object(answer.data[name])?.['userErrors']
  const first = Array.isArray(errors) ? object(errors[0]) : undefined
  if (first === undefined) return
  const message = typeof first['message'] === 'string' ? first['message'] : 'refused'
  throw new OutsideFailure(`Shopify: ${message.slice(0, 300)}`, { retryable: false, platformCode: name })
}

/** The key in the form that @idempotent asks for: a UUID made from a name, always the same. */
export function uuidOf(key: string): string {
  const hex = key.replace(/[^0-9a-f]/g, '').padEnd(32, '0')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
