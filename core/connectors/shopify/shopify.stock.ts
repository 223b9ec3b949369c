import { z } from 'zod'
import type { StockAnswer, StockLevel } from '../connector'
import type { ShopifyClient } from './shopify.client'

// shopify.dev, inventorySetQuantities (2026-04): @idempotent is required, and changeFromQuantity must be given; null is
// «whatever stands there now».

const SET_STOCK = `mutation ZhangguiSetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } }
}`
const VARIANTS = `query ZhangguiVariants($query: String!) {
  productVariants(first: 50, query: $query) { nodes { sku inventoryItem { id
    inventoryLevels(first: 10) { nodes { location { id } quantities(names: ["available"]) { quantity } } } } } }
}`
/** Codes in one search, so that the question stays cheap. */
const CODES_A_QUERY = 10

const variantsWire = z.object({
  productVariants: z.object({
    nodes: z.array(
      z.object({
        sku: z.string().nullish(),
        inventoryItem: z.object({
          id: z.string(),
          inventoryLevels: z.object({
            nodes: z.array(
              z.object({
                location: z.object({ id: z.string() }),
                quantities: z.array(z.object({ quantity: z.number() })),
              }),
            ),
          }),
        }),
      }),
    ),
  }),
})
type Variant = z.output<typeof variantsWire>['productVariants']['nodes'][number]
const setWire = z.object({
  inventorySetQuantities: z.object({
    userErrors: z.array(
      z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }),
    ),
  }),
})

interface Quantity { readonly sku: string; readonly inventoryItemId: string; readonly locationId: string; readonly quantity: number } // prettier-ignore

export async function pushStock(
  client: ShopifyClient,
  levels: readonly StockLevel[],
  key: string,
  signal?: AbortSignal,
): Promise<StockAnswer[]> {
  const variants = await variantsOf(client, levels.map((level) => level.platformSku), signal) // prettier-ignore
  const quantities = levels.flatMap((level) => quantitiesOf(level, variants))
  const problems = new Map<string, string>()
  for (const { platformSku } of levels)
    if (!quantities.some((one) => one.sku === platformSku)) problems.set(platformSku, 'unknown-sku')
  let open = quantities
  // A batch is taken whole or not at all: without those that are refused it is sent again, under a key of its own.
  for (let round = 0; open.length > 0; round += 1) {
    const refused = await setAll(client, open, round === 0 ? key : `${key}-${round}`, signal)
    for (const [sku, problem] of refused) problems.set(sku, problem)
    if (refused.size === 0) break
    open = open.filter((one) => !refused.has(one.sku))
  }
  return levels.map(({ platformSku }) => ({ platformSku, problem: problems.get(platformSku) ?? null, retryable: false })) // prettier-ignore
}

/** The whole figure stands at the first location of a variant: our warehouses are not the shop's. */
function quantitiesOf({ platformSku, quantity }: StockLevel, variants: readonly Variant[]): Quantity[] {
  return variants
    .filter((variant) => variant.sku === platformSku)
    .flatMap(
      ({ inventoryItem }) =>
      inventoryItem.inventoryLevels.nodes.map(({ location }, n) => ({ sku: platformSku, inventoryItemId: inventoryItem.id, locationId: location.id, quantity: n === 0 ? quantity : 0 })), // prettier-ignore
    )
}

async function setAll(
  client: ShopifyClient,
  open: readonly Quantity[],
  key: string,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const quantities = open.map(({ inventoryItemId, locationId, quantity }) => ({ inventoryItemId, locationId, quantity, changeFromQuantity: null })) // prettier-ignore
  const input = { name: 'available', reason: 'correction', quantities }
  const { data } = await client.ask(() => SET_STOCK, { input, key }, signal)
  const { userErrors } = setWire.parse(data).inventorySetQuantities
  const refused = new Map<string, string>()
  for (const { field, message, code } of userErrors) {
    const at = field?.find((part) => /^\d+$/.test(part))
    const named = at === undefined ? open : open.slice(Number(at), Number(at) + 1)
    for (const one of named) refused.set(one.sku, code ?? message)
  }
  return refused
}

async function variantsOf(
  client: ShopifyClient,
  codes: readonly string[],
  signal?: AbortSignal,
): Promise<Variant[]> {
  const found: Variant[] = []
  for (let start = 0; start < codes.length; start += CODES_A_QUERY) {
    const some = codes.slice(start, start + CODES_A_QUERY)
    const query = some.map((code) => `sku:${JSON.stringify(code)}`).join(' OR ')
    const { data } = await client.ask(() => VARIANTS, { query }, signal)
    // The search is loose: only what bears the very code is ours.
    found.push(...variantsWire.parse(data).productVariants.nodes.filter((node) => some.includes(node.sku ?? ''))) // prettier-ignore
  }
  return found
}

export async function readStock(
  client: ShopifyClient,
  codes: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const shown = new Map<string, number>()
  for (const { sku, inventoryItem } of await variantsOf(client, codes, signal)) {
    const levels = inventoryItem.inventoryLevels.nodes.flatMap((node) => node.quantities)
    if (sku) shown.set(sku, levels.reduce((sum, level) => sum + level.quantity, 0)) // prettier-ignore
  }
  return shown
}
