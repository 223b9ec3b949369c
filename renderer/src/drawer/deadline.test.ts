import { describe, expect, it } from 'vitest'
import { deadlineOf, spanOf } from './deadline'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 22, 6, 32)
const toShip = {
  state: 'to-ship' as const,
  hold: null,
  createdAt: NOW - 110 * MINUTE,
  paidAt: NOW - 99 * MINUTE,
}

describe('the deadline strip', () => {
  it('is amber near the end of the shop’s own rule and names both clocks', () => {
    const strip = deadlineOf({ ...toShip, dueAt: NOW + 21 * MINUTE, shipBy: NOW + 46 * 60 * MINUTE }, NOW)
    expect(strip).toEqual({
      kind: 'clock', about: 'ship', tone: 'warn', leftMs: 21 * MINUTE, dueAt: NOW + 21 * MINUTE, ruleMs: 120 * MINUTE,
      shipBy: NOW + 46 * 60 * MINUTE,
    }) // prettier-ignore
  })
  it('is red when either clock has passed, the platform’s too', () => {
    expect(deadlineOf({ ...toShip, dueAt: NOW - MINUTE, shipBy: null }, NOW)).toMatchObject({
      tone: 'late',
      leftMs: -MINUTE,
    })
    expect(deadlineOf({ ...toShip, dueAt: NOW + 90 * MINUTE, shipBy: NOW - 1 }, NOW)).toMatchObject({
      tone: 'late',
    })
  })
  it('never turns an unpaid order red', () => {
    const unpaid = {
      state: 'to-pay' as const,
      hold: null,
      createdAt: NOW - 500 * MINUTE,
      paidAt: null,
      shipBy: null,
    }
    expect(deadlineOf({ ...unpaid, dueAt: NOW - 470 * MINUTE }, NOW)).toMatchObject({
      about: 'pay',
      tone: 'warn',
      ruleMs: 30 * MINUTE,
    })
  })
  it('says hold instead of a clock, and nothing for what has left', () => {
    expect(deadlineOf({ ...toShip, hold: 'risk', dueAt: null, shipBy: null }, NOW)).toMatchObject({
      kind: 'held',
      hold: 'risk',
    })
    expect(deadlineOf({ ...toShip, state: 'shipped', dueAt: null, shipBy: NOW }, NOW)).toEqual({
      kind: 'none',
    })
  })
  it('tells spans as people do', () => {
    expect(spanOf(42 * MINUTE)).toEqual({ unit: 'minutes', n: 42 })
    expect(spanOf(-68 * MINUTE)).toEqual({ unit: 'hours', h: 1, m: 8 })
    expect(spanOf(50 * 60 * MINUTE)).toEqual({ unit: 'days', d: 2, h: 2 })
  })
})
