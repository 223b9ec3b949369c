import { describe, expect, it } from 'vitest'
import { drawerWords } from './drawer.words'
import { kindWords, pathWords, valueWords, type HistoryWords } from './history-words'

const zh: Record<string, string> = drawerWords.zh
const words: HistoryWords = {
  t: (key) => zh[key] ?? key,
  has: (key) => key in zh,
  money: (minor) => `¥${(minor / 100).toFixed(2)}`,
  time: () => '11-22 12:53',
  state: () => '待发货',
  source: (code) => code,
  courier: (code) => (code === 'YTO' ? '圆通' : code),
  currency: 'CNY',
}

describe('a change, field by field', () => {
  it('tells a courier and a refund of the platform in words', () => {
    expect(valueWords('parcels.ours:1.courier', 'YTO', words)).toBe('圆通')
    expect(pathWords('parcels.ours:1.courier', words)).not.toContain('ours:1')
    expect(valueWords('refunds.1073', 'paid 545500', words)).toBe('已退款 ¥5455.00')
  })
  it('names the field', () => {
    expect(pathWords('totalMinor', words)).toBe('应付')
    expect(pathWords('lines.7781.shippedQuantity', words)).toBe('商品 7781 · 已发数量')
    expect(pathWords('parcels.P1', words)).toBe('包裹 P1')
    expect(pathWords('someNewField', words)).toBe('someNewField')
  })
  it('reads the value as people do', () => {
    expect(valueWords('totalMinor', '41200', words)).toBe('¥412.00')
    expect(valueWords('paidAt', '1795323182000', words)).toBe('11-22 12:53')
    expect(valueWords('state', 'to-ship', words)).toBe('待发货')
    expect(valueWords('refunds.R1.state', 'paid', words)).toBe('已退款')
    expect(valueWords('memo', null, words)).toBe('空')
    expect(valueWords('phone', '13800002046', words)).toBe('13800002046')
  })
  it('tells a refund case in words, each of its fields and values', () => {
    const fields = 'ordinal state kind source rule role verdict actedFor act good damaged warehouse waybill request amountMinor reason decisionReason payout error vip'
    for (const name of fields.split(' ')) expect(pathWords(`case.${name}`, words)).toMatch(/[一-鿿]|VIP/)
    expect(pathWords('case.amountMinor', words)).toBe('退款 · 金额')
    const values = { state: 'deciding agreed paying paid refused closed', kind: 'money return', source: 'slip platform hand', payout: 'intended sent paid failed needs-code needs-person', verdict: 'yes no', role: 'warehouse finance supervisor', vip: 'yes no', act: 'agree refuse', rule: 'ordinary vip checked supervised unasked' }
    for (const [name, all] of Object.entries(values)) for (const value of all.split(' ')) expect(valueWords(`case.${name}`, value, words), name).toMatch(/[一-鿿]/)
    expect(valueWords('case.amountMinor', '9800', words)).toBe('¥98.00')
    for (const name of ['slip', 'returnWaybill', 'slipBasis']) expect(pathWords(name, words)).toMatch(/[一-鿿]/)
  }) // prettier-ignore
  it('names the kind', () => {
    expect(kindWords('refund.opened', words)).toBe('开了退款')
    expect(kindWords('refund.case-paid', words)).toBe('退款完成')
    expect(kindWords('order.changed', words)).toBe('平台有变动')
    expect(kindWords('order.unknown', words)).toBe('order.unknown')
  })
})
