import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../kernel'
import { countStock } from './index'
import { aStockWorld, idleGoods, STOCK_STEPS, stockIlls } from '../testing/stock-life'

const postgres = process.env['ZG_DB'] === 'postgres'
/** Orders come often and rarely end: pieces are always short. */
const FREQUENT: Readonly<Record<string, number>> = { sell: 8, 'platform ships': 4, 'order is closed': 1 }
const FIRST_COUNT = [
  { sku: 'A', warehouseId: 'w1', onHand: 4, reason: 'first' },
  { sku: 'B', warehouseId: 'w2', onHand: 4, reason: 'first' },
]

test(
  'whatever happens to goods in whatever order: levels are the sum of moves, nothing is negative, reserved is promised, in transit is under way',
  { timeout: 300_000 },
  async () => {
    const happened = new Map<string, number>()
    const steps = Object.entries(STOCK_STEPS).map(([name, of]) => ({
      weight: FREQUENT[name] ?? 2,
      arbitrary: of.map((run) => ({ name, run, toString: () => `${name} ${String(run)}` })),
    }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...steps), { minLength: 15, maxLength: 40, size: 'max' }), async (steps) => {
        await using world = await aStockWorld()
        await world.act((tx) => countStock(tx, FIRST_COUNT))
        for (const { name, run } of steps) {
          const answer = await run(world)
          if (!(answer instanceof Refusal)) happened.set(name, (happened.get(name) ?? 0) + 1)
          expect(await idleGoods(world), name).toEqual([])
        }
        expect(await stockIlls(world)).toEqual([])
      }),
      { numRuns: postgres ? 10 : 40 },
    ) // prettier-ignore
    // Ten lives are too few for every kind to succeed once.
    if (!postgres) expect([...happened.keys()].sort()).toEqual(Object.keys(STOCK_STEPS).sort())
  },
)
