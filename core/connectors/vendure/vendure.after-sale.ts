import { z } from 'zod'
import { OutsideFailure, Refusal, Unreadable, minor } from '../../kernel'
import type { AfterSale, FoundPayout, Payout } from '../after-sale'
import type { VendureClient } from './vendure.client'
import { REFUND, REFUNDS, SETTLE_REFUND } from './vendure.queries'
import { idWire, readAs } from './vendure.wire'

const refundWire = z.object({
  id: idWire,
  state: z.string(),
  total: z.number().int(),
  reason: z.string().nullish(),
})
const refundsWire = z.object({
  order: z
    .object({
      currencyCode: z.string(),
      payments: z
        .array(
          z.object({ id: idWire, amount: z.number().int(), state: z.string(), refunds: z.array(refundWire) }),
        )
        .nullish(),
    })
    .nullable(),
})
const madeWire = z.object({ refundOrder: z.object({ id: idWire, state: z.string() }) })
const settledWire = z.object({ settleRefund: z.object({ id: idWire, state: z.string() }) })
type Refund = z.output<typeof refundWire>

/**
 * Refunds of a Vendure store (docs.vendure.io, «refundOrder», «settleRefund»). The store knows no key, so ours stands in
 * the refund's reason: what was begun under it is gone on with, never begun anew.
 */
export function afterSale(client: VendureClient): AfterSale {
  async function read(payout: Payout, signal?: AbortSignal) {
    const { data } = await client.ask(REFUNDS, { id: payout.orderExternalId }, signal)
    const { order } = understood(refundsWire, data)
    if (!order) return undefined
    const payments = order.payments ?? []
    const own = payments.flatMap((one) => one.refunds).find((refund) => isOwn(refund, payout))
    return { currency: order.currencyCode, payments, own }
  }

  async function settle(id: string, payout: Payout, signal?: AbortSignal): Promise<void> {
    const { data } = await client.ask(SETTLE_REFUND, { input: { id, transactionId: payout.key } }, signal)
    const { state } = understood(settledWire, data).settleRefund
    if (state !== 'Settled') throw failed(state)
  }

  return {
    repeatsAreOne: false,

    async find(payout, signal): Promise<FoundPayout> {
      const found = await read(payout, signal)
      if (!found) return { found: 'unknown', detail: `order ${payout.orderExternalId} is not known` }
      const { own } = found
      if (own?.state === 'Settled')
        return { found: 'paid', amountMinor: minor(own.total), refundExternalId: own.id }
      if (own?.state === 'Failed') return { found: 'unknown', detail: `refund ${own.id} failed in the store` }
      if (!own && payout.refundExternalId !== null)
        return { found: 'unknown', detail: `refund ${payout.refundExternalId} is not known` }
      return own ? { found: 'not-paid', begun: true } : { found: 'not-paid' }
    },

    async pay(payout, signal) {
      const found = await read(payout, signal)
      if (!found) throw new Refusal('platform-knows-no-order', { order: payout.orderExternalId })
      const { own, currency, payments } = found
      if (currency !== payout.currency) throw new Refusal('differs-from-request', { currency })
      if (own) {
        if (own.total !== payout.amountMinor)
          throw new Refusal('differs-from-request', {
            askedMinor: own.total,
            amountMinor: payout.amountMinor,
          })
        if (own.state === 'Pending') await settle(own.id, payout, signal)
        else if (own.state !== 'Settled') throw failed(own.state)
        return { outcome: 'paid', refundExternalId: own.id }
      }
      if (payout.refundExternalId !== null)
        throw new Refusal('platform-knows-no-request', { refund: payout.refundExternalId })
      const left = payments
        .filter((one) => one.state === 'Settled')
        .map((one) => ({ id: one.id, left: one.amount - sumOf(one.refunds) }))
      const from = left.find((one) => one.left >= payout.amountMinor)
      if (!from)
        throw new Refusal('platform-limit', {
          amountMinor: payout.amountMinor,
          limitMinor: Math.max(0, ...left.map((one) => one.left)),
        })
      const input = {
        paymentId: from.id,
        amount: payout.amountMinor,
        lines: payout.lines.map((line) => ({ orderLineId: line.lineExternalId, quantity: line.quantity })),
        shipping: 0,
        adjustment: 0,
        reason: `${payout.note} [${payout.key}]`,
      }
      const { data } = await client.ask(REFUND, { input }, signal)
      const { id, state } = understood(madeWire, data).refundOrder
      if (state === 'Pending') await settle(id, payout, signal)
      else if (state !== 'Settled') throw failed(state)
      return { outcome: 'paid', refundExternalId: id }
    },
  }
}

function isOwn(refund: Refund, payout: Payout): boolean {
  return payout.refundExternalId === null
    ? refund.reason?.includes(payout.key) === true
    : refund.id === payout.refundExternalId
}

function sumOf(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, one) => sum + (one.state === 'Failed' ? 0 : one.total), 0)
}

function failed(state: string): OutsideFailure {
  return new OutsideFailure(`Vendure: the refund is ${state}`, { retryable: false, platformCode: state })
}

/** An answer that is not as documented says nothing of what was done: it is asked for again. */
function understood<T extends z.ZodType>(wire: T, data: unknown): z.output<T> {
  try {
    return readAs(wire, data)
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    throw new OutsideFailure(`Vendure: ${cause.detail}`, { retryable: true, platformCode: cause.code, cause })
  }
}
