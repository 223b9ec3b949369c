import { z } from 'zod'
import { OutsideFailure } from '../../kernel'
import type { StockAnswer, StockLevel } from '../connector'
import type { TopCall } from './taobao.client'
import { isNotFound } from './taobao.errors'
import { METHODS } from './taobao.understand'
import { readAs } from './taobao.wire'

// TOP documents: taobao.skus.custom.get, taobao.items.custom.get, taobao.skus.quantity.update,
// taobao.item.quantity.update. A merchant's code (outer_id) may stand on several listings: each is told.

/** skus.quantity.update takes no more at once. */
const SKUS_A_CALL = 20

const digits = z.union([z.string(), z.number()]).transform(String)
const count = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number)
const skusWire = z.object({
  skus: z.object({ sku: z.array(z.object({ num_iid: digits, sku_id: digits, quantity: count.optional() })) }).optional(),
}) // prettier-ignore
const itemsWire = z.object({
  items: z.object({ item: z.array(z.object({ num_iid: digits, num: count.optional() })) }).optional(),
})

/** Where a code is sold: an item's own stock, or that of one of its SKUs. */
interface Place {
  readonly code: string
  readonly item: string
  readonly sku: string | undefined
  readonly shown: number | undefined
}

export function taobaoStock(call: TopCall) {
  async function placesOf(code: string, signal?: AbortSignal): Promise<Place[]> {
    const params = { outer_id: code, fields: 'num_iid,sku_id,outer_id,quantity' }
    const found = await orNothing(() => call(METHODS.skusByCode, params, { signal }))
    const skus = found === undefined ? [] : (readAs(skusWire, found.answer).skus?.sku ?? [])
    if (skus.length > 0)
      return skus.map((one) => ({ code, item: one.num_iid, sku: one.sku_id, shown: one.quantity }))
    const plain = await orNothing(() =>
      call(METHODS.itemsByCode, { outer_id: code, fields: 'num_iid,outer_id,num' }, { signal }),
    )
    const items = plain === undefined ? [] : (readAs(itemsWire, plain.answer).items?.item ?? [])
    return items.map((one) => ({ code, item: one.num_iid, sku: undefined, shown: one.num }))
  }

  async function pushStock(
    levels: readonly StockLevel[],
    _key: string,
    signal?: AbortSignal,
  ): Promise<StockAnswer[]> {
    const answers = new Map<string, StockAnswer>()
    const places: Place[] = []
    for (const { platformSku } of levels) {
      const found = await placesOf(platformSku, signal)
      places.push(...found)
      answers.set(platformSku, {
        platformSku,
        problem: found.length === 0 ? 'unknown-sku' : null,
        retryable: false,
      })
    }
    const quantities = new Map(levels.map((level) => [level.platformSku, level.quantity]))
    const quantityOf = (place: Place) => quantities.get(place.code) ?? 0
    for (const batch of batchesOf(places)) {
      const refused = await tellBatch(batch, quantityOf, signal)
      for (const [code, problem] of refused)
        answers.set(code, { platformSku: code, problem, retryable: false })
    }
    return [...answers.values()]
  }

  /** One call for SKUs of one item; where the platform refuses the batch, one by one, so that only the culprit stays. */
  async function tellBatch(
    batch: readonly Place[],
    quantityOf: (place: Place) => number,
    signal?: AbortSignal,
  ): Promise<Map<string, string>> {
    const refused = new Map<string, string>()
    const [first] = batch
    if (!first) return refused
    if (batch.length > 1) {
      const pairs = batch.map((place) => `${place.sku}:${quantityOf(place)}`).join(';')
      const problem = await refusalOf(() =>
        call(METHODS.skusQuantity, { num_iid: first.item, skuid_quantities: pairs, type: '1' }, { signal }),
      )
      if (problem === undefined) return refused
    }
    for (const place of batch) {
      const named = place.sku === undefined ? {} : { sku_id: place.sku }
      const params = { num_iid: place.item, ...named, quantity: String(quantityOf(place)), type: '1' }
      const problem = await refusalOf(() => call(METHODS.itemQuantity, params, { signal }))
      if (problem !== undefined) refused.set(place.code, problem)
    }
    return refused
  }

  async function readStock(
    codes: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> {
    const shown = new Map<string, number>()
    for (const code of codes)
      for (const place of await placesOf(code, signal))
        if (place.shown !== undefined) shown.set(code, Math.max(shown.get(code) ?? 0, place.shown))
    return shown
  }
  return { pushStock, readStock }
}

/** SKUs of one item together; an item without SKUs alone. */
function batchesOf(places: readonly Place[]): Place[][] {
  const groups = new Map<string, Place[]>()
  for (const place of places) {
    const key = place.sku === undefined ? `${place.item} alone` : place.item
    groups.set(key, [...(groups.get(key) ?? []), place])
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / SKUS_A_CALL) }, (_, n) =>
      group.slice(n * SKUS_A_CALL, (n + 1) * SKUS_A_CALL),
    ),
  )
}

/** The platform's reason when it will not take this at any time; what may pass by itself is thrown on. */
async function refusalOf(ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await ask()
    return undefined
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
    return error.platformCode ?? error.message
  }
}

async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof OutsideFailure && isNotFound(error)) return undefined
    throw error
  }
}
