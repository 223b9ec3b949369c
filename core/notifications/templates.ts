import { formatMajor, isCurrency } from '../kernel'

export type Template = 'agreed' | 'paid' | 'refused'

export interface TemplateFacts {
  /** The order's number; only its last four are told. */
  readonly number: string
  readonly amountMinor: number
  readonly currency: string
}

/** What the customer reads. A short message holds 70 signs: each of these fits with the shop's name before it. */
export function wordsOf(template: Template, { number, amountMinor, currency }: TemplateFacts): string {
  const order = `尾号${number.slice(-4)}的订单`
  const sum = isCurrency(currency)
    ? `${currency === 'CNY' ? '¥' : `${currency} `}${formatMajor(amountMinor, currency)}`
    : ''
  switch (template) {
    case 'agreed':
      return `${order}同意退货，请把商品寄回，收到后退款${sum}。`
    case 'paid':
      return `${order}已退款${sum}，按原路退回，请留意到账。`
    case 'refused':
      return `${order}的退款申请没有通过，原因请看订单页，有疑问请联系客服。`
  }
}

/** What the owner's own phone reads when the gateway is tried. */
export const TRIAL_WORDS = '这是一条测试短信，退款进展会这样告诉客户。'

/** A number that a message can reach; a masked or landline one is none. */
export function reachable(phone: string | null): string | undefined {
  const digits = (phone ?? '').replace(/[\s-]/g, '')
  return /^(?:\+?86)?1\d{10}$/.test(digits) || /^\+\d{6,15}$/.test(digits) ? digits : undefined
}
