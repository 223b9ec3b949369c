import { z } from 'zod'
import { OutsideFailure } from '../../kernel'
import type { StockAnswer, StockLevel } from '../connector'
import type { VendureClient } from './vendure.client'
import { SET_STOCK, VARIANTS } from './vendure.queries'
import { readAs } from './vendure.wire'

// docs.vendure.io, «Stock Control»: saleable = on hand − allocated. Allocated pieces are those of the store's own open
// orders, which our figure has left out already: they are added again, or they would be taken off twice.

const idWire = z.union([z.string(), z.number()]).transform(String)
const variantsWire = z.object({
  productVariants: z.object({
    items: z.array(
      z.object({
        id: idWire,
        sku: z.string(),
        stockLevels: z.array(
          z.object({ stockLocationId: idWire, stockOnHand: z.number(), stockAllocated: z.number() }),
        ),
      }),
    ),
  }),
})
type Variant = z.output<typeof variantsWire>['productVariants']['items'][number]

async function variantsOf(
  client: VendureClient,
  codes: readonly string[],
  signal?: AbortSignal,
): Promise<Variant[]> {
  const options = { take: 100, filter: { sku: { in: [...codes] } } }
  const { data } = await client.ask(VARIANTS, { options }, signal)
  return readAs(variantsWire, data).productVariants.items
}

export async function pushStock(
  client: VendureClient,
  levels: readonly StockLevel[],
  signal?: AbortSignal,
): Promise<StockAnswer[]> {
  const variants = await variantsOf(client, levels.map((level) => level.platformSku), signal) // prettier-ignore
  const answers: StockAnswer[] = []
  for (const { platformSku, quantity } of levels) {
    const own = variants.filter((variant) => variant.sku === platformSku && variant.stockLevels.length > 0)
    const problem = own.length === 0 ? 'unknown-sku' : await tell(client, own, quantity, signal)
    answers.push({ platformSku, problem, retryable: false })
  }
  return answers
}

/** One call a code: what the store refuses of one keeps none of the others back. */
async function tell(
  client: VendureClient,
  variants: readonly Variant[],
  quantity: number,
  signal?: AbortSignal,
): Promise<string | null> {
  const input = variants.map(({ id, stockLevels }) => ({
    id,
    // Our warehouses are not the store's: the whole figure stands at its first location.
    stockLevels: stockLevels.map((level, n) => ({
      stockLocationId: level.stockLocationId,
      stockOnHand: level.stockAllocated + (n === 0 ? quantity : 0),
    })),
  }))
  try {
    await client.ask(SET_STOCK, { input }, signal)
    return null
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
    return error.platformCode ?? error.message
  }
}

export async function readStock(
  client: VendureClient,
  codes: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const shown = new Map<string, number>()
  for (let start = 0; start < codes.length; start += 100)
    for (const { sku, stockLevels } of await variantsOf(client, codes.slice(start, start + 100), signal))
      shown.set(sku, stockLevels.reduce((sum, level) => sum + level.stockOnHand - level.stockAllocated, 0)) // prettier-ignore
  return shown
}
