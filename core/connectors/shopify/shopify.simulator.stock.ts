import { z } from 'zod'
import type { SimulatorFaults } from '../simulator'

const setWire = z.object({
  key: z.string().min(8),
  input: z.object({
    name: z.literal('available'),
    reason: z.string(),
    quantities: z.array(
      z.object({
        inventoryItemId: z.string(),
        locationId: z.string(),
        quantity: z.number().int(),
        // Mandatory since 2026-04: absent is an error, null is «whatever stands there».
        changeFromQuantity: z.number().nullable(),
      }),
    ),
  }),
})

/** The shelf of the practice shop: every code is a variant of its own at one location, until it is taken off. */
export function simulatedShelf(faults: SimulatorFaults) {
  const shown = new Map<string, number>()
  const done = new Map<string, string>()
  const item = (sku: string) => `gid://shopify/InventoryItem/${encodeURIComponent(sku)}`
  const skuOf = (id: string) => decodeURIComponent(id.split('/').at(-1) ?? '')

  function variants(query: string): object {
    const codes = [...query.matchAll(/sku:("(?:[^"\\]|\\.)*")/g)].map((match) => String(JSON.parse(match[1] ?? '""'))) // prettier-ignore
    const nodes = codes
      .filter((sku) => !faults.goneSkus.includes(sku))
      .map((sku) => ({ sku, inventoryItem: { id: item(sku), inventoryLevels: { nodes: [{ location: { id: 'gid://shopify/Location/1' }, quantities: [{ quantity: shown.get(sku) ?? 0 }] }] } } })) // prettier-ignore
    return { productVariants: { nodes } }
  }

  function set(variables: unknown): object {
    const { key, input } = setWire.parse(variables)
    const said = JSON.stringify(input)
    if (done.has(key) && done.get(key) !== said)
      return { inventorySetQuantities: { userErrors: [{ field: null, message: 'key was used with other input', code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' }] } } // prettier-ignore
    const userErrors = input.quantities.flatMap(
      ({ quantity }, n) =>
      quantity < 0 ? [{ field: ['input', 'quantities', String(n), 'quantity'], message: 'too low', code: 'INVALID_QUANTITY_NEGATIVE' }] : [], // prettier-ignore
    )
    // A repeat under the same key answers as the first did and changes nothing.
    if (userErrors.length === 0 && !done.has(key))
      for (const { inventoryItemId, quantity } of input.quantities)
        shown.set(skuOf(inventoryItemId), quantity)
    if (userErrors.length === 0) done.set(key, said)
    return { inventorySetQuantities: { userErrors } }
  }

  return {
    stockOf: (sku: string) => shown.get(sku),
    /** The answer to one of our stock documents; `undefined` for any other. */
    answer(query: string, variables: Readonly<Record<string, unknown>>): object | undefined {
      if (query.includes('ZhangguiVariants')) return { data: variants(String(variables['query'])) }
      if (!query.includes('ZhangguiSetStock')) return undefined
      if (!/inventorySetQuantities\(input: \$input\) @idempotent\(key: \$key\)/.test(query))
        return { errors: [{ message: 'The @idempotent directive is required for this mutation but was not provided.', extensions: { code: 'BAD_REQUEST' } }] } // prettier-ignore
      return { data: set(variables) }
    },
  }
}
