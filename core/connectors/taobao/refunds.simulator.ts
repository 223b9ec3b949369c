import type { SimMethod } from './methods.simulator'
import { TopRefusal, missing } from './refusal.simulator'
import type { WritableShop } from './shop.simulator'
import { totalOf, type SimRefund } from './trade.simulator'

type Params = Readonly<Record<string, string>>

/** The code that the practice platform sends to the merchant's phone. */
export const PRACTICE_CODE = '246810'
const LIMIT_FEN = 600_000
const LIMIT_COUNT = 20

/** What the seller says to a refund: agreed in fen against its version, with a code where one is asked for, or refused. */
export function refundMethods(shop: WritableShop, codeFromMinor: number): [string, SimMethod][] {
  const { refunds, trades } = shop.ledger
  const method = (answer: SimMethod['answer']): SimMethod => ({ needsSession: true, answer })
  const find = (params: Params): SimRefund => {
    const id = params['refund_id']
    if (!id) throw missing('refund_id')
    const refund = refunds.get(id)
    if (!refund) throw new TopRefusal(15, 'Remote service error', 'isv.refund-not-exist', '退款不存在')
    return refund
  }
  const currentVersion = (refund: SimRefund, params: Params) => {
    if (params['refund_version'] !== String(refund.version))
      throw new TopRefusal(15, 'Remote service error', 'isv.refund-version-error', '退款版本不一致')
  }

  function problemOf(refund: SimRefund | undefined, amount: number, version: string): string | undefined {
    if (!refund) return '退款不存在'
    if (version !== String(refund.version)) return '退款版本号不一致，请刷新后重试'
    if (refund.status !== 'WAIT_SELLER_AGREE' && refund.status !== 'WAIT_SELLER_CONFIRM_GOODS')
      return `退款状态 ${refund.status} 不能同意退款`
    if (amount !== refund.amount) return '退款金额与申请不一致'
    const trade = trades.get(refund.tid)
    if (!trade || amount > totalOf(trade.order) - trade.refunded) return '退款金额超过可退金额'
    return undefined
  }

  return [
    [
      'taobao.rp.refunds.agree',
      method((params, now) => {
        const infos = (params['refund_infos'] ?? '')
          .split(',')
          .filter(Boolean)
          .map((info) => info.split('|'))
        if (infos.length === 0) throw missing('refund_infos')
        const sum = infos.reduce((total, [, amount]) => total + Number(amount), 0)
        if (infos.length > LIMIT_COUNT || sum > LIMIT_FEN)
          return failure('一次最多 20 笔，总金额不超过 6000 元')
        if (sum >= codeFromMinor && params['code'] === undefined)
          return failure('退款金额较大，请输入发送到您手机的短信验证码')
        if (sum >= codeFromMinor && params['code'] !== PRACTICE_CODE) return failure('验证码错误')
        const results = infos.map(([id = '', amount = '', version = '']) => {
          const message = problemOf(refunds.get(id), Number(amount), version)
          if (message === undefined) shop.payRefund(id, now)
          return { refund_id: id, succ: message === undefined, ...(message ? { message } : {}) }
        })
        const done = results.filter((one) => one.succ).length
        const msg = done === results.length ? 'OP_SUCC' : done > 0 ? 'SOME_OP_SUCC' : 'OP_FAILURE_UE'
        return { results: { refund_mapping_result: results }, msg_code: msg, succ: done > 0 }
      }),
    ],
    [
      'taobao.rp.refund.review',
      method((params) => {
        currentVersion(find(params), params)
        return { is_success: true }
      }),
    ],
    [
      'taobao.rp.returngoods.agree',
      method((params, now) => {
        const refund = find(params)
        currentVersion(refund, params)
        if (refund.kind !== 'return' || refund.status !== 'WAIT_SELLER_AGREE')
          return { succ: false, msg_code: 'OP_FAILURE_UE', message: `退款状态 ${refund.status} 不能同意退货` }
        shop.moveRefund(refund, now, 'WAIT_BUYER_RETURN_GOODS', 'RefundSellerAgreeAgreement')
        return { succ: true, msg_code: 'OP_SUCC' }
      }),
    ],
    [
      'taobao.refund.refuse',
      method((params, now) => {
        const refund = find(params)
        currentVersion(refund, params)
        const message = params['refuse_message'] ?? ''
        if (message.length < 2 || message.length > 200) throw missing('refuse_message')
        if (refund.status !== 'WAIT_SELLER_AGREE' && refund.status !== 'WAIT_SELLER_CONFIRM_GOODS')
          throw new TopRefusal(15, 'Remote service error', 'isv.refund-status-error', '退款状态不允许拒绝')
        shop.moveRefund(refund, now, 'SELLER_REFUSE_BUYER', 'RefundSellerRefuseAgreement')
        return { is_success: true }
      }),
    ],
  ]
}

const failure = (message: string) => ({ succ: false, msg_code: 'OP_FAILURE_UE', message })
