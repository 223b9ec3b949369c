import type { EquationView } from '../../../core/rpc/api'

export interface Term {
  readonly name: string
  readonly sign: '+' | '−' | '=' | ''
  readonly minor: number
  /** What it should have been, where it is the odd one. */
  readonly dueMinor: number | null
}

/** 货款 + 运费 − 商家优惠 + 平台补贴 − 佣金 − 手续费 − 退款 = 到账, terms that are nothing left out, the odd ones marked. */
export function termsOf(equation: EquationView): Term[] {
  const delta = (name: EquationView['odd'][number]['term']) =>
    equation.odd.find((one) => one.term === name)?.deltaMinor ?? 0
  const due = (minor: number, by: number) => (by === 0 ? null : minor + by)
  const arrived = equation.odd.some((one) => one.term === 'payout' || one.term === 'other' || one.term === 'payment')
  const terms: Term[] = [
    { name: 'goods', sign: '', minor: equation.goodsMinor, dueMinor: null },
    { name: 'freight', sign: '+', minor: equation.freightMinor, dueMinor: null },
    { name: 'adjustment', sign: '+', minor: equation.adjustmentMinor, dueMinor: null },
    { name: 'merchantDiscount', sign: '−', minor: equation.merchantDiscountMinor, dueMinor: null },
    { name: 'platformSubsidy', sign: '+', minor: equation.platformSubsidyMinor, dueMinor: null },
    { name: 'commission', sign: '−', minor: equation.commissionMinor, dueMinor: null },
    { name: 'fee', sign: '−', minor: equation.feeMinor, dueMinor: due(equation.feeMinor, delta('fee')) },
    { name: 'refund', sign: '−', minor: equation.refundMinor, dueMinor: due(equation.refundMinor, delta('refund')) },
    { name: 'payout', sign: '=', minor: equation.payoutMinor, dueMinor: arrived ? equation.expectedPayoutMinor : null },
  ]
  return terms.filter((term) => term.minor !== 0 || term.dueMinor !== null || term.name === 'goods' || term.name === 'payout')
} // prettier-ignore
