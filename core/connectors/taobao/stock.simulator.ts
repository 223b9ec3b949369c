import type { SimulatorFaults } from '../simulator'
import type { SimMethod } from './methods.simulator'
import { invalid, missing, TopRefusal } from './refusal.simulator'

type Params = Readonly<Record<string, string>>

/** The shelf of the practice shop: every code is a SKU of one listing, until it is taken off. */
export interface SimShelf {
  readonly shown: Map<string, number>
}

const ITEM = '7700000000001'

/** Codes are their own sku_id here; the real platform has numbers. */
export function stockMethods(shelf: SimShelf, faults: SimulatorFaults): [string, SimMethod][] {
  const wanted = (params: Params, name: string) => params[name] || fail(missing(name))
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : fail(invalid('quantity')))
  const set = (sku: string, quantity: string) => {
    if (faults.goneSkus.includes(sku)) throw new TopRefusal(15, 'Remote service error', 'isv.item-sku-not-exist', '商品SKU不存在') // prettier-ignore
    shelf.shown.set(sku, whole(quantity))
  }
  const withSession = (answer: SimMethod['answer']): SimMethod => ({ needsSession: true, answer })
  const item = { item: { num_iid: ITEM } }
  return [
    ['taobao.skus.custom.get', withSession((params) => {
      const code = wanted(params, 'outer_id')
      return { skus: { sku: [{ num_iid: ITEM, sku_id: code, outer_id: code, quantity: shelf.shown.get(code) ?? 0 }] } }
    })],
    ['taobao.items.custom.get', withSession(() => ({}))],
    ['taobao.skus.quantity.update', withSession((params) => {
      wanted(params, 'num_iid')
      if (params['type'] === '2') throw invalid('type')
      const pairs = wanted(params, 'skuid_quantities').split(';').map((pair) => pair.split(':'))
      if (pairs.length > 20) throw invalid('skuid_quantities')
      // All or nothing: a SKU that is not there refuses the whole call.
      const gone = pairs.find(([sku = '']) => faults.goneSkus.includes(sku))
      if (gone) throw new TopRefusal(15, 'Remote service error', 'isv.item-sku-not-exist', '商品SKU不存在')
      for (const [sku = '', quantity = ''] of pairs) set(sku, quantity)
      return item
    })],
    ['taobao.item.quantity.update', withSession((params) => {
      wanted(params, 'num_iid')
      set(wanted(params, 'sku_id'), wanted(params, 'quantity'))
      return item
    })],
  ]
} // prettier-ignore

function fail(error: Error): never {
  throw error
}
