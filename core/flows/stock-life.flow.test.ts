import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aStockWorld, idleGoods, STOCK_STEPS, stockIlls } from '../testing/stock-life'

const postgres = process.env['ZG_DB'] === 'postgres'

test(
  'whatever happens to goods in whatever order: levels are the sum of moves, nothing is negative, reserved is promised, in transit is under way',
  { timeout: 300_000 },
  async () => {
    const happened = new Map<string, number>()
    const anyStep = fc.oneof(
      ...Object.entries(STOCK_STEPS).map(([name, of]) => of.map((run) => ({ name, run, toString: () => `${name} ${String(run)}` }))), // prettier-ignore
    )
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 8, maxLength: 40, size: 'max' }), async (steps) => {
        await using world = await aStockWorld()
        for (const { name, run } of steps) {
          await run(world)
          happened.set(name, (happened.get(name) ?? 0) + 1)
          expect(await stockIlls(world), name).toEqual([])
          expect(await idleGoods(world), name).toEqual([])
        }
      }),
      { numRuns: postgres ? 6 : 40 },
    )
    expect([...happened.keys()].sort()).toEqual(Object.keys(STOCK_STEPS).sort())
  },
)
