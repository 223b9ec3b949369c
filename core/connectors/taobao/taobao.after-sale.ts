import { OutsideFailure, Refusal, Unreadable, minor, parseMajor } from '../../kernel'
import type { AfterSale, AfterSaleRequest, FoundPayout, PayAnswer, Payout } from '../after-sale'
import type { ShopAccount } from '../connector'
import type { TopCall } from './taobao.client'
import { isNotFound } from './taobao.errors'
import { DECIDING_FIELDS } from './taobao.fields'
import { METHODS } from './taobao.understand'
import { agreedWire, readAs, refundAnswerWire, refundWire, type RefundWire } from './taobao.wire'

/** Largest sum of one taobao.rp.refunds.agree, in fen (TOP document of the method). */
const LIMIT_MINOR = { taobao: 600_000, tmall: 1_000_000 }
/** taobao.refund.refuse takes a message of 2 to 200 characters. */
const MESSAGE = { least: 2, most: 200 }

const RETURN_AGREED = new Set(['WAIT_BUYER_RETURN_GOODS', 'WAIT_SELLER_CONFIRM_GOODS', 'SUCCESS'])

/**
 * Refunds of TOP. The buyer asks, the seller answers: a refund has one number and is paid under it once, whatever is
 * sent how often. Each call names the version that was read right before; one that moved meanwhile is refused there.
 */
export function afterSale(call: TopCall, account: ShopAccount): AfterSale {
  const kind = account.settings['shop_kind'] === 'tmall' ? 'tmall' : 'taobao'

  async function read(refundId: string, signal?: AbortSignal): Promise<RefundWire | undefined> {
    try {
      const asked = { refund_id: refundId, fields: DECIDING_FIELDS }
      const { answer } = await call(METHODS.refund, asked, { signal, once: true })
      const { refund } = readAs(refundAnswerWire, answer)
      return refund === undefined || refund === null ? undefined : readAs(refundWire, refund)
    } catch (error) {
      if (error instanceof OutsideFailure && isNotFound(error)) return undefined
      if (error instanceof Unreadable)
        throw new OutsideFailure(`${METHODS.refund}: ${error.detail}`, { retryable: true, cause: error })
      throw error
    }
  }

  async function known(refundId: string, signal?: AbortSignal): Promise<RefundWire> {
    const refund = await read(refundId, signal)
    if (!refund) throw new Refusal('platform-knows-no-request', { refund: refundId })
    return refund
  }

  async function agree(payout: Payout, refund: RefundWire, signal?: AbortSignal): Promise<PayAnswer> {
    const { refund_id: id, refund_version: version = '', refund_phase: phase = '' } = refund
    const { answer } = await call(
      METHODS.agreeRefund,
      { refund_infos: [id, payout.amountMinor, version, phase].join('|'), ...(payout.code ? { code: payout.code } : {}) },
      { signal, once: true },
    ) // prettier-ignore
    const said = readAs(agreedWire, answer)
    const own = said.results?.find((one) => one.refund_id === id)
    if (said.msg_code === 'OP_SUCC' || own?.succ === true) return { outcome: 'paid', refundExternalId: id }
    const message = [own?.message, said.message].filter(Boolean).join(' ')
    // The document names no word of its own for it: the sentence does.
    if (message.includes('验证码') && !payout.code) return { outcome: 'code-needed' }
    throw new OutsideFailure(`${METHODS.agreeRefund}: ${message || 'refused'}`, {
      retryable: false,
      platformCode: own?.msg_code ?? said.msg_code ?? 'OP_FAILURE_UE',
    })
  }

  return {
    repeatsAreOne: true,

    async find({ refundExternalId }, signal): Promise<FoundPayout> {
      if (refundExternalId === null) throw new Refusal('platform-needs-request')
      const refund = await read(refundExternalId, signal)
      if (!refund) return { found: 'unknown', detail: `refund ${refundExternalId} is not known` }
      if (refund.status !== 'SUCCESS') return { found: 'not-paid' }
      const amountMinor = refund.refund_fee === undefined ? undefined : parseMajor(refund.refund_fee, 'CNY')
      if (amountMinor === undefined) return { found: 'unknown', detail: 'paid, without an amount' }
      return { found: 'paid', amountMinor, refundExternalId }
    },

    async pay(payout, signal) {
      if (payout.refundExternalId === null) throw new Refusal('platform-needs-request')
      if (payout.amountMinor > LIMIT_MINOR[kind])
        throw new Refusal('platform-limit', {
          amountMinor: payout.amountMinor,
          limitMinor: LIMIT_MINOR[kind],
        })
      const refund = await known(payout.refundExternalId, signal)
      const askedMinor = refund.refund_fee === undefined ? minor(0) : parseMajor(refund.refund_fee, 'CNY')
      if (askedMinor !== payout.amountMinor)
        throw new Refusal('differs-from-request', { askedMinor, amountMinor: payout.amountMinor })
      if (kind === 'tmall')
        await call(METHODS.reviewRefund, { ...named(refund), operator: 'zhanggui', result: 'true', message: note(payout.note) }, { signal, once: true }) // prettier-ignore
      return agree(payout, refund, signal)
    },

    async agreeReturn({ refundExternalId, note: remark }: AfterSaleRequest, signal) {
      const refund = await known(refundExternalId, signal)
      if (RETURN_AGREED.has(refund.status ?? '')) return
      const { answer } = await call(METHODS.agreeReturn, { ...named(refund), remark: note(remark) }, { signal, once: true }) // prettier-ignore
      mustBeDone(METHODS.agreeReturn, answer)
    },

    async refuse({ refundExternalId, note: reason }: AfterSaleRequest, signal) {
      const refund = await known(refundExternalId, signal)
      if (refund.status === 'SELLER_REFUSE_BUYER' || refund.status === 'CLOSED') return
      const { answer } = await call(METHODS.refuseRefund, { ...named(refund), refuse_message: note(reason) }, { signal, once: true }) // prettier-ignore
      mustBeDone(METHODS.refuseRefund, answer)
    },
  }
}

function named({ refund_id, refund_version, refund_phase }: RefundWire): Record<string, string> {
  return {
    refund_id,
    ...(refund_version === undefined ? {} : { refund_version }),
    ...(refund_phase ? { refund_phase } : {}),
  }
}

function note(text: string): string {
  return text.slice(0, MESSAGE.most).padEnd(MESSAGE.least, '。')
}

function mustBeDone(method: string, answer: unknown): void {
  const { succ, is_success: success, message, msg_code: code } = readAs(agreedWire, answer)
  if (succ === false || success === false)
    throw new OutsideFailure(`${method}: ${message ?? 'refused'}`, {
      retryable: false,
      platformCode: code ?? 'refused',
    })
}
