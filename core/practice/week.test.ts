import { describe, expect, test } from 'vitest'
import { goodsOf, totalOf } from './basket'
import type { PracticeEvent } from './event'
import { DAY_MS, MINUTE_MS } from './life'
import { REASON_SHARES, REASON_WORDS } from './refund'
import { PRACTICE_SHOPS } from './shop'
import { weekOf } from './week'

const NOW = Date.UTC(2026, 10, 24, 6, 30)

function allWeeks(seed = 1, now = NOW) {
  return PRACTICE_SHOPS.flatMap((shop) => weekOf({ shop, now, seed }).events)
}
function byOrder(events: readonly PracticeEvent[]) {
  return Map.groupBy(events, (event) => event.order)
}
/** The board as it would be read from the events up to `now`. */
function boardAt(events: readonly PracticeEvent[], now: number) {
  const counts = {
    'to-pay': 0,
    'to-ship': 0,
    shipped: 0,
    done: 0,
    returning: 0,
    closed: 0,
    late: 0,
    near: 0,
    'long-unpaid': 0,
  }
  for (const life of byOrder(events.filter((event) => event.at <= now)).values()) {
    const kinds = new Set(life.map((event) => event.kind))
    const placed = life[0]!
    if (placed.kind !== 'placed') throw new Error('a life begins with its placing')
    const asked = life.find((event) => event.kind === 'refund-requested')
    const wholly =
      asked?.kind === 'refund-requested' &&
      asked.refund.amountMinor >= goodsOf(placed.placed) - placed.placed.discountMinor
    if (kinds.has('cancelled') || (kinds.has('refund-paid') && wholly)) counts.closed++
    else if (asked && !kinds.has('refund-paid')) counts.returning++
    else if (kinds.has('completed')) counts.done++
    else if (kinds.has('shipped')) counts.shipped++
    else if (kinds.has('paid')) {
      counts['to-ship']++
      const waits = now - life.find((event) => event.kind === 'paid')!.at
      if (waits > 120 * MINUTE_MS) counts.late++
      else if (waits > 80 * MINUTE_MS) counts.near++
    } else {
      counts['to-pay']++
      if (now - placed.at > 30 * MINUTE_MS) counts['long-unpaid']++
    }
  }
  return counts
}

describe('a merchant’s week', () => {
  test('is the same for the same seed and another for another', () => {
    expect(allWeeks(7)).toEqual(allWeeks(7))
    expect(allWeeks(7)).not.toEqual(allWeeks(8))
  })

  test('fills the board', () => {
    const events = allWeeks()
    expect(byOrder(events).size).toBe(1350)
    expect(boardAt(events, NOW)).toMatchInlineSnapshot(`
      {
        "closed": 58,
        "done": 867,
        "late": 4,
        "long-unpaid": 4,
        "near": 3,
        "returning": 9,
        "shipped": 360,
        "to-pay": 16,
        "to-ship": 40,
      }
    `)
  })

  test.each([0, 4, 9, 13, 16, 21])('fills the board at any hour (UTC %i)', (hour) => {
    const now = Date.UTC(2026, 10, 22, hour, 17, 5, 321)
    const board = boardAt(allWeeks(hour, now), now)
    expect(board['to-pay']).toBeGreaterThanOrEqual(12)
    expect(board['to-pay']).toBeLessThanOrEqual(22)
    expect(board['to-ship']).toBeGreaterThanOrEqual(30)
    expect(board['to-ship']).toBeLessThanOrEqual(48)
    expect(board.late).toBeGreaterThanOrEqual(2)
    expect(board.late).toBeLessThanOrEqual(5)
    expect(board.near).toBeGreaterThanOrEqual(3)
    expect(board['long-unpaid']).toBeGreaterThanOrEqual(2)
    expect(board.returning).toBeGreaterThanOrEqual(4)
    expect(board.shipped).toBeGreaterThan(150)
    expect(board.done).toBeGreaterThan(600)
  })

  test('tells legal lives: nothing paid before placed, shipped before paid, refunded before asked', () => {
    const events = allWeeks(3)
    for (let i = 1; i < events.length; i++)
      if (events[i]!.order.split('/')[0] === events[i - 1]!.order.split('/')[0])
        expect(events[i]!.at).toBeGreaterThanOrEqual(events[i - 1]!.at)
    for (const life of byOrder(events).values()) {
      const seen = new Set<string>()
      for (const event of life) {
        expect(event.at % 1000).toBe(0)
        if (event.kind !== 'placed') expect(seen).toContain('placed')
        if (['shipped', 'refund-requested', 'memo'].includes(event.kind)) expect(seen).toContain('paid')
        if (event.kind === 'completed') expect(seen).toContain('shipped')
        if (event.kind === 'refund-paid') expect(seen).toContain('refund-requested')
        if (event.kind === 'cancelled') expect(seen).not.toContain('paid')
        if (
          ['placed', 'paid', 'completed', 'cancelled', 'refund-requested', 'refund-paid'].includes(event.kind)
        )
          expect(seen).not.toContain(event.kind)
        seen.add(event.kind)
      }
    }
  })

  test('holds only exact sums that a till could print', () => {
    const totals: number[] = []
    for (const life of byOrder(allWeeks(5)).values()) {
      const [placed] = life
      if (placed?.kind !== 'placed') throw new Error('a life begins with its placing')
      const order = placed.placed
      const total = totalOf(order)
      expect(Number.isSafeInteger(total)).toBe(true)
      expect(total).toBeGreaterThan(0)
      expect([0, 600, 800, 490, 890]).toContain(order.freightMinor)
      if (order.currency === 'CNY' && goodsOf(order) >= 450_00) expect(order.discountMinor).toBe(53_00)
      if (order.currency === 'CNY') totals.push(total)
      const asked = life.find((event) => event.kind === 'refund-requested')
      if (asked?.kind !== 'refund-requested') continue
      expect(Number.isSafeInteger(asked.refund.amountMinor)).toBe(true)
      expect(asked.refund.amountMinor).toBeGreaterThan(0)
      expect(asked.refund.amountMinor).toBeLessThanOrEqual(total)
    }
    const median = totals.toSorted((a, b) => a - b)[Math.floor(totals.length / 2)]!
    expect(median).toBeGreaterThan(90_00)
    expect(median).toBeLessThan(220_00)
    expect(totals.some((total) => total > 5_000_00)).toBe(true)
  })

  test('gives reasons for refunds in the shares that shops report', () => {
    const reasons = new Map<string, number>()
    let all = 0
    for (let seed = 1; seed <= 12; seed++)
      for (const event of allWeeks(seed))
        if (event.kind === 'refund-requested') {
          all++
          const reason = Object.entries(REASON_WORDS).find(([, words]) =>
            words.includes(event.refund.reason),
          )![0]
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
        }
    for (const [reason, perMille] of REASON_SHARES)
      expect(Math.abs((reasons.get(reason) ?? 0) / all - perMille / 1000)).toBeLessThan(0.05)
  })

  test('has its rush in the evening and at the weekend', () => {
    const hours = Array.from({ length: 24 }, () => 0)
    for (let seed = 1; seed <= 4; seed++)
      for (const event of weekOf({ shop: PRACTICE_SHOPS[0]!, now: NOW, seed }).events)
        if (event.kind === 'placed') hours[new Date(event.at + 8 * 3_600_000).getUTCHours()]!++
    expect(hours[20]! + hours[21]!).toBeGreaterThan(6 * (hours[3]! + hours[4]!))
  })

  test('prints waybills in the form of their couriers', () => {
    const forms: Record<string, RegExp> = { ZTO: /^78\d{12}$/, YTO: /^YT\d{13}$/, STO: /^77\d{13}$/, YUNDA: /^46\d{13}$/, JT: /^JT\d{13}$/, SF: /^SF\d{13}$/, YunExpress: /^YT\d{16}$/ } // prettier-ignore
    const couriers = new Set<string>()
    for (const event of allWeeks())
      if (event.kind === 'shipped') {
        couriers.add(event.courier)
        expect(event.waybill).toMatch(forms[event.courier]!)
      }
    expect([...couriers].sort()).toEqual(Object.keys(forms).sort())
  })

  test('makes as many orders as it is asked for, numbered once each', () => {
    for (const orders of [1, 10, 100, 2500]) {
      const placed = weekOf({ shop: PRACTICE_SHOPS[0]!, now: NOW, seed: 2, orders }).events.flatMap(
        (event) => (event.kind === 'placed' ? event.placed : []),
      )
      expect(placed.length).toBe(orders)
      expect(new Set(placed.map((order) => order.externalId)).size).toBe(orders)
      expect(placed.every((order) => order.createdAt > NOW - 8 * DAY_MS && order.createdAt <= NOW)).toBe(true)
    }
  })
})
