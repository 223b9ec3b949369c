import { deserialize, serialize } from 'node:v8'
import { describe, expect, test } from 'vitest'
import { fakeClock } from '../testing'
import { newAgenda } from './agenda'
import { setFaults } from './fault-words'
import { ARTICLES } from './goods'
import { noFaults } from '../connectors'
import { startPractice, type ShopMemory } from './play'
import { startPracticeShop } from './practice-shop'
import { OPENING_STOCK } from './stock'

const MINUTE_MS = 60_000

describe('the practice shops', () => {
  test(
    'open with a week behind them and live on, the same way for the same seed',
    { timeout: 60_000 },
    async () => {
      const runs: (readonly string[])[][] = []
      for (let run = 0; run < 2; run++) {
        const clock = fakeClock()
        await using practice = await startPractice({ now: clock.now(), seed: 20_261_124, clock })
        const held = () => practice.shops.map((shop) => shop.simulator.shop.ids())
        expect(practice.shops.map(({ platform, name }) => [platform, name])).toEqual([
        ['taobao', '栗里家居'], ['taobao', '栗里旗舰'], ['shopify', 'Lili Home'], ['vendure', '栗里小店'],
      ]) // prettier-ignore
        expect(held().map((ids) => ids.length)).toEqual([480, 390, 190, 290])
        practice.step(clock.now() + 30 * MINUTE_MS)
        const after = held().map((ids) => ids.length)
        const came = after.reduce((sum, count) => sum + count, 0) - 1350
        expect(came).toBeGreaterThan(80)
        expect(came).toBeLessThan(300)
        practice.step(clock.now() + 4 * 60 * MINUTE_MS)
        runs.push(held())
      }
      expect(runs[0]).toEqual(runs[1])
    },
  )

  test('play the days on which nobody looked, without haste', { timeout: 60_000 }, async () => {
    const clock = fakeClock()
    const born = clock.now() - 2 * 24 * 60 * MINUTE_MS
    await using practice = await startPractice({ now: born, seed: 5, clock })
    const came = practice.shops.reduce((sum, shop) => sum + shop.simulator.shop.ids().length, 0) - 1350
    expect(came).toBeGreaterThan(280)
    expect(came).toBeLessThan(500)
  })

  test('go on where they ended: no order is forgotten, and what the merchant did stands', async () => {
    const clock = fakeClock()
    let memories: ShopMemory[] = []
    let before: (readonly string[])[] = []
    let mine = ''
    {
      await using practice = await startPractice({ now: clock.now(), seed: 7, clock })
      practice.step(clock.now() + 20 * MINUTE_MS)
      const { shop } = practice.shops[0]!.simulator
      mine = shop.ids().findLast((id) => shop.standing(id) === 'to-ship')!
      shop.ship(mine, clock.now(), { courier: 'ZTO', waybill: '78123456789012' })
      before = practice.shops.map((one) => one.simulator.shop.ids())
      // As it lies on the disk.
      memories = practice.shops.map((one) => deserialize(serialize(one.remember())) as ShopMemory)
    }
    await clock.advance(3 * 60 * MINUTE_MS)
    await using practice = await startPractice({ now: 0, seed: 7, clock, memories })
    const after = practice.shops.map((one) => one.simulator.shop.ids())
    for (const [n, ids] of before.entries()) {
      expect(after[n]!.slice(0, ids.length)).toEqual(ids)
      expect(new Set(after[n]).size).toBe(after[n]!.length)
    }
    expect(after.flat().length).toBeGreaterThan(before.flat().length)
    expect(['shipped', 'over']).toContain(practice.shops[0]!.simulator.shop.standing(mine))
    const came = after.flat().length
    practice.step(clock.now() + 20 * MINUTE_MS)
    expect(practice.shops.flatMap((one) => one.simulator.shop.ids()).length).toBeGreaterThan(came)
  })

  test('fall silent one at a time, and heal', async () => {
    const clock = fakeClock()
    await using practice = await startPractice({ now: clock.now(), seed: 1, clock })
    const silent = () => practice.shops.filter((shop) => shop.simulator.faults.outage).length
    const seen: number[] = []
    for (let second = 0; second < 20 * 60; second += 10) {
      practice.step(clock.now() + second * 1000)
      seen.push(silent())
    }
    expect(Math.max(...seen)).toBe(1)
    expect(seen.filter((count) => count === 1).length).toBe(8)
    expect(seen.at(-1)).toBe(0)
  })

  test('one alone holds exactly the orders asked for, and answers', async () => {
    for (const platform of ['taobao', 'shopify', 'vendure']) {
      const clock = fakeClock()
      await using shop = await startPracticeShop({
        platform,
        orders: 60,
        seed: 3,
        faults: 'skew=300s,double=0.2',
        clock,
      })
      expect(shop.shop.ids().length).toBe(60)
      expect(shop.faults.skewMs).toBe(300_000)
      expect((await fetch(shop.origin)).status).toBeGreaterThan(0)
      await clock.advance(3 * 60 * MINUTE_MS)
      expect(shop.shop.ids().length).toBe(60)
    }
  })

  test('an unknown platform or fault is refused', async () => {
    await expect(startPracticeShop({ platform: 'jd' })).rejects.toMatchObject({
      code: 'unknown-platform',
      data: { platform: 'jd', known: 'taobao, shopify, vendure' },
    })
    await expect(startPracticeShop({ platform: 'taobao', faults: 'lose=2' })).rejects.toThrow('unknown-fault')
    await expect(startPracticeShop({ platform: 'taobao', orders: Number.NaN })).rejects.toThrow('bad-number')
  })
})

test('faults are said in words', () => {
  const faults = noFaults()
  setFaults(faults, 'lose=0.5, double=0.2,throttle,fail=3,outage,skew=-2m,expired')
  expect(faults).toEqual({
    loseShare: 0.5,
    doubleShare: 0.2,
    throttleNext: 1,
    failNext: 3,
    outage: true,
    skewMs: -120_000,
    keysExpired: true,
    goneSkus: [],
  })
})

test('an agenda keeps time, and order within a moment', () => {
  const done: string[] = []
  const agenda = newAgenda()
  agenda.note(20, () => done.push('c'))
  agenda.note(10, () => {
    done.push('a')
    agenda.note(10, () => done.push('b'))
  })
  agenda.note(30, () => done.push('d'))
  expect(agenda.doUntil(20)).toBe(3)
  expect(done).toEqual(['a', 'b', 'c'])
})

test('every article but one is counted in both warehouses', () => {
  const counted = new Set(OPENING_STOCK.map((row) => row.sku))
  expect(ARTICLES.filter((article) => !counted.has(article.sku)).map((article) => article.title)).toEqual([
    '侧把茶壶 260ml 茶褐',
  ])
  expect([...counted].every((sku) => ARTICLES.some((article) => article.sku === sku))).toBe(true)
})
