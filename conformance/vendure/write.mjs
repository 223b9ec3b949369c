// The second act: we ship and pay back by our own command line, strangers act at the store behind our back, and answers to
// what we wrote are lost. The store is then read by itself: each parcel and each refund stands there once, as it was asked.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refundSome, refundsAtStore } from './refund-acts.mjs'
import { parcelsAtStore, shipSome, strangersFirst } from './ship-acts.mjs'

const WRITES = ['ZhangguiAddFulfillment', 'ZhangguiMoveFulfillment', 'ZhangguiRefund', 'ZhangguiSettleRefund']
/** Orders of the first act that nobody has touched, and that this one needs. */
const UNTOUCHED = 70
const COUNTED = 5000
const PATIENCE_MS = 90_000

/** `hear(loseShare)` says which share of the store's events is lost. Returns what is left to compare once all is read. */
export async function write({ store, proxy, program, test, work, seed, hear }) {
  const places = await prepare({ store, program, work, seed })
  const act = {
    ...places,
    store,
    proxy,
    program,
    work,
    parcels: [],
    refunds: [],
    waybill: waybills(),
    hearNothing,
  }
  await shipSome(act, test)
  await strangersFirst(act, test('what the store refuses is shown in plain words, and nothing is doubled'))
  await refundSome(act, test)
  await loseAnswers(act, test('lost answers: what the store did once is not done again'))
  const theirs = await store.readAll()
  parcelsAtStore(act, test('each parcel stands at the store once, with its number and its pieces'), theirs)
  refundsAtStore(act, test('each refund stands at the store once, to the fen'), theirs)
  const { parcels, refunds } = act
  console.log(
    `written: ${parcels.length} parcels, ${refunds.length} refunds of ${refunds.reduce((sum, one) => sum + one.amount, 0)} fen; answers lost: ${JSON.stringify(proxy.lost)}`,
  )
  return () => compareStock(act, test('what left by anybody’s hand has left our ledger'), theirs)

  /** Until the returned function is called the store can change behind our back: no event comes, no list is read. */
  function hearNothing() {
    hear(1)
    const read = proxy.hold('ZhangguiOrders')
    return () => {
      hear(0.5)
      read()
    }
  }
}

/** Goods are counted in our ledger, and enough untouched orders lie there: small ones, and some of several thousand yuan. */
async function prepare({ store, program, work, seed }) {
  const before = (await store.readAll()).values().filter(isUntouched).toArray().length
  if (before < UNTOUCHED) await store.placeOrders(Math.ceil((UNTOUCHED - before) * 1.2), seed)
  await store.placeOrders(4, seed + 1, 300)
  await program.json('sync', '--once')
  const atStart = await store.readAll()
  const skus = new Set(
    [...atStart.values()].flatMap((order) => order.lines.map((line) => line.productVariant.sku)),
  )
  const sheet = join(work, 'count.csv')
  await writeFile(sheet, ['商家编码,在库', ...[...skus].map((sku) => `${sku},${COUNTED}`)].join('\n'))
  await program.json('import', 'stock', sheet)
  const untouched = [...atStart.values()].filter(isUntouched)
  return {
    atStart,
    /** The next untouched order that fits. */
    take(fits = () => true) {
      const at = untouched.findIndex((order) => !isLarge(order) && fits(order))
      if (at < 0) throw new Error('too few orders for the second act: raise ZG_CONFORMANCE_ORDERS')
      return untouched.splice(at, 1)[0]
    },
    takeLarge: () => untouched.splice(untouched.findIndex(isLarge), 1)[0],
  }
}

const isLarge = (order) => order.totalWithTax > 500_000

function isUntouched(order) {
  return (
    order.state === 'PaymentSettled' &&
    order.payments.length === 1 &&
    order.payments[0].refunds.length === 0 &&
    order.fulfillments.length === 0 &&
    order.modifications.length === 0 &&
    order.lines.every((line) => line.quantity === line.orderPlacedQuantity)
  )
}

/** Numbers in the form of three couriers, none twice. */
function waybills() {
  let n = 0
  const forms = [(d) => ['圆通', `YT${8_800_000_000_000 + d}`], (d) => ['极兔', `JT${1_000_000_000_000 + d}`], (d) => ['中通', `75${400_000_000_000 + d}`]] // prettier-ignore
  return () => {
    const [courier, waybill] = forms[n % forms.length](7919 * ++n)
    return { courier, waybill }
  }
}

/** The store acts, and we do not hear of it: a parcel packed, a parcel sent, a refund made, a refund settled. */
async function loseAnswers(act, compare) {
  const { proxy, store, program, parcels, refunds } = act
  for (let n = 0; n < 6; n++) {
    if (n < 4) proxy.lose({ [WRITES[n % 2]]: 1 })
    const order = act.take()
    const { courier, waybill } = act.waybill()
    const { out } = await program.said('ship', '--order', order.code, '--waybill', waybill, '--json')
    const [row] = JSON.parse(out).rows
    // The answer's loss may be made good while the command still waits for others, or later: never a refusal.
    compare(`parcel ${waybill}`, row.state === 'refused', false)
    parcels.push({ order: order.id, courier, waybill, lines: order.lines.map((line) => [line.id, line.quantity]), state: 'Shipped' }) // prettier-ignore
  }
  proxy.lose({ ZhangguiRefund: 2, ZhangguiSettleRefund: 2 })
  for (let n = 0; n < 5; n++) {
    const order = act.take((one) => one.totalWithTax > 3_000)
    const reason = `lost answer ${n}`
    await program.json('refund', 'open', '--order', order.code, '--amount', '15.00', '--reason', reason)
    refunds.push({ order: order.id, amount: 1_500, reason })
  }
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const all = [...(await store.readAll()).values()]
    const sent = new Set(all.flatMap((one) => one.fulfillments.filter(({ state }) => state === 'Shipped').map(({ trackingCode }) => trackingCode))) // prettier-ignore
    const open = await program.json('refund', 'list')
    if (parcels.every(({ waybill }) => sent.has(waybill)) && open.every((one) => one.payout !== 'sent' && one.payout !== 'intended')) break // prettier-ignore
    if (Date.now() > until) break
    await new Promise((done) => setTimeout(done, 2000))
  }
  compare('lost answers', Object.fromEntries(WRITES.map((name) => [name, proxy.lost[name]])), Object.fromEntries(WRITES.map((name) => [name, 2]))) // prettier-ignore
  const waiting = await program.json('refund', 'list')
  compare('refunds that wait', waiting.map((one) => one.reason), act.waitsForPerson) // prettier-ignore
}

async function compareStock({ program, atStart }, compare, theirs) {
  const gone = new Map()
  const count = (orders, sign) => {
    for (const line of [...orders.values()].flatMap((order) => order.lines))
      for (const part of line.fulfillmentLines)
        if (part.fulfillment.state === 'Shipped' || part.fulfillment.state === 'Delivered')
          gone.set(line.productVariant.sku, (gone.get(line.productVariant.sku) ?? 0) + sign * part.quantity)
  }
  count(theirs, 1)
  count(atStart, -1)
  for (const { sku, onHand } of await program.json('stock', 'list'))
    compare(`on hand of ${sku}`, onHand, COUNTED - (gone.get(sku) ?? 0))
}
