import { describe, expect, it } from 'vitest'
import type { TimelineEvent } from '../../../core/rpc/api'
import { drawerWords } from './drawer.words'
import { byDay, eventSentence, whoWords, type EventWords } from './timeline'

const zh: Record<string, string> = drawerWords.zh
const words: EventWords = {
  t: (key, values = {}) =>
    (zh[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name])),
  has: (key) => key in zh,
  state: () => '待发货',
  courier: (code) => code,
  money: (minor) => `¥${(minor / 100).toFixed(2)}`,
}
const AT = new Date(2026, 10, 22, 12, 53).getTime()
const anEvent = (over: Partial<TimelineEvent>): TimelineEvent => ({
  at: AT,
  kind: 'placed',
  data: {},
  who: 'buyer',
  from: 'shop:s1',
  ...over,
})
const said = (over: Partial<TimelineEvent>) =>
  eventSentence(anEvent(over), { currency: 'CNY', totalMinor: 41200 }, words)

describe('the timeline', () => {
  it('tells a payment with its sum', () => {
    expect(said({ kind: 'paid' })).toEqual({ icon: 'money', head: '买家付款 ¥412.00', detail: '平台' })
  })
  it('tells absorbed repeats as events', () => {
    expect(said({ kind: 'repeat', data: { times: 2, source: 'push' }, who: 'sync' })).toMatchObject({
      head: '同样的内容又读到 2 次',
      detail: '自己去拉来核对的也在内，只记 1 次账 · 推送',
    })
  })
  it('tells a memo with who wrote it and from where', () => {
    expect(
      said({ kind: 'memo', data: { memo: '加一层气泡膜' }, who: '李姐', from: '192.168.1.7' }).detail,
    ).toBe('「加一层气泡膜」 · 李姐 · 工位 192.168.1.7')
  })
  it('tells what moved and what it led to', () => {
    expect(
      said({ kind: 'changed', data: { fields: 'paidAt platformState', state: 'to-ship' }, who: 'sync' })
        .detail,
    ).toBe('付款时间、平台状态 · 变成待发货 · 自动 · 平台')
    expect(
      said({ kind: 'stock-reserve', data: { quantity: 3, warehouse: '杭州仓' }, who: 'core', from: 'core' }),
    ).toEqual({ icon: 'box', head: '占用库存 3 件', detail: '杭州仓 · 自动' })
  })
  it('shows a kind it has no word for as it is', () => {
    expect(said({ kind: 'teleported', from: 'desktop', who: 'owner' })).toMatchObject({
      icon: 'info',
      head: 'teleported',
      detail: '老板 · 这台电脑',
    })
  })
  it('tells for whom the owner stood in, in the words of the screen', () => {
    const event = { kind: 'memo', data: { memo: 'x' }, who: '掌柜 代仓库', from: 'desktop' }
    expect(said(event).detail).toContain('掌柜 代仓库')
    const en = { ...words, t: (key: string, values?: Record<string, string | number>) => (key === 'who_standsIn' ? `${values?.['who']} for ${values?.['role']}` : key) } // prettier-ignore
    expect(whoWords('王姐 代财务', en.t)).toBe('王姐 for role_finance')
  })
  it('at one moment what follows from the other stands above it', () => {
    const kinds = ['case-opened', 'case-paying', 'case-sending', 'case-paid', 'stock-return', 'case-goods']
    const told = byDay(kinds.map((kind) => anEvent({ kind }))).flatMap((day) => day.events)
    expect(told.map((event) => event.kind)).toEqual(kinds.toReversed())
  })
  it('gathers under local days, newest first', () => {
    const days = byDay([
      anEvent({ at: AT - 86_400_000 }),
      anEvent({ at: AT }),
      anEvent({ at: AT + 60_000, kind: 'paid' }),
    ])
    const sameSecond = byDay([anEvent({ kind: 'placed' }), anEvent({ kind: 'paid' })])
    expect(sameSecond[0]?.events.map((event) => event.kind)).toEqual(['paid', 'placed'])
    expect(days.map((day) => day.events.map((event) => event.kind))).toEqual([['paid', 'placed'], ['placed']])
  })
})
