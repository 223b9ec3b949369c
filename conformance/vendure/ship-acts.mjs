// Parcels that leave by our command line, and what the store says of them.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ERROR } from './api.mjs'
import { sendOff } from './mutate.mjs'
import { sideBySide } from './program.mjs'

const whole = (order) => order.lines.map((line) => [line.id, line.quantity])
const hasPair = (order) => order.lines.some((line) => line.quantity > 1)
const pairOf = (order) => order.lines.find((line) => line.quantity > 1)

/** One parcel by the command line: its row of the answer, and the exit code. */
async function ship({ program }, order, waybill, ...more) {
  const said = await program.said('ship', '--order', order.code, '--waybill', waybill, ...more, '--json')
  const [{ code: what, ...row }] = JSON.parse(said.out).rows
  return { code: said.code, what, ...row }
}

/** Whole orders, some pieces of orders, two parcels of one order, and a sheet. */
export async function shipSome(act, test) {
  const { parcels } = act
  const single = test('whole orders, some pieces, two parcels are shipped and the store knows')
  async function leaves(order, lines, state, ...more) {
    const parcel = act.waybill()
    const { code, state: answer } = await ship(act, order, parcel.waybill, ...more)
    single(`parcel ${parcel.waybill}`, [code, answer], [0, 'told'])
    parcels.push({ order: order.id, ...parcel, lines, state })
  }
  await sideBySide(5, async () => {
    const order = act.take()
    await leaves(order, whole(order), 'Shipped')
  })
  await sideBySide(4, async () => {
    const order = act.take(hasPair)
    const line = pairOf(order)
    await leaves(order, [[line.id, 1]], 'PartiallyShipped', '--line', `${line.productVariant.sku}=1`)
  })
  await sideBySide(3, async () => {
    const order = act.take(hasPair)
    const line = pairOf(order)
    await leaves(order, [[line.id, 1]], 'Shipped', '--line', `${line.productVariant.sku}=1`)
    const rest = whole(order).map(([id, quantity]) => [id, id === line.id ? quantity - 1 : quantity])
    await leaves(order, rest, 'Shipped')
  })
  const [first] = parcels
  const again = await ship(act, { code: first.order }, first.waybill)
  single('the same parcel again', [again.code, again.state], [1, 'refused'])
  await shipSheet(act, test('a sheet ships its good lines and says what is wrong with the others'))
}

async function shipSheet(act, compare) {
  const orders = Array.from({ length: 7 }, () => act.take())
  const sent = orders.map((order) => ({ order: order.id, ...act.waybill(), lines: whole(order), state: 'Shipped' })) // prettier-ignore
  const lines = sent.map(({ waybill, courier }, n) => `${orders[n].code},${waybill},${courier}`)
  const file = join(act.work, 'ship.csv')
  const stranger = act.waybill()
  await writeFile(file, ['订单号,运单号,快递公司', ...lines, `NOSUCHORDER,${stranger.waybill},${stranger.courier}`].join('\r\n')) // prettier-ignore
  const { code, out } = await act.program.said('ship', file, '--json')
  const { rows, refused } = JSON.parse(out)
  compare(
    'the sheet',
    [code, refused, rows.map((row) => row.state)],
    [1, 1, [...sent.map(() => 'told'), 'refused']],
  )
  compare('the wrong line', [rows.at(-1).code, rows.at(-1).reason.length > 10], ['order-not-found', true])
  act.parcels.push(...sent)
}

/** Strangers act at the store and nobody tells us: our parcel comes too late. */
export async function strangersFirst(act, compare) {
  const { parcels } = act
  const { owner } = act.store
  const hear = act.hearNothing()
  const left = (lines) => lines.map(([orderLineId, quantity]) => ({ orderLineId, quantity }))
  const cancelled = act.take()
  const taken = act.take()
  const halved = act.take(hasPair)
  const same = act.take()
  const half = [[pairOf(halved).id, 1]]
  const [byThem, alsoByThem, once] = [act.waybill(), act.waybill(), act.waybill()]
  await owner.admin(
    `mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { ... on Order { id } ${ERROR} } }`,
    { i: { orderId: cancelled.id, reason: '买家不要了', cancelShipping: true } },
  )
  await sendOff(owner, left(whole(taken)), byThem.courier, byThem.waybill)
  await sendOff(owner, left(half), alsoByThem.courier, alsoByThem.waybill)
  await sendOff(owner, left(whole(same)), once.courier, once.waybill)
  const cases = [['cancelled there', cancelled], ['shipped there', taken], ['half shipped there', halved]] // prettier-ignore
  for (const [what, order] of cases) {
    const row = await ship(act, order, act.waybill().waybill)
    compare(what, [row.code, row.state, row.what], [1, 'refused', 'platform-refused'])
    compare(`${what}: why`, /取消.*cancelled/.test(row.reason ?? ''), true)
  }
  const known = await ship(act, same, once.waybill)
  compare('our own number stands there already', [known.code, known.state], [0, 'told'])
  hear()
  parcels.push(
    { order: taken.id, ...byThem, lines: whole(taken), state: 'Shipped' },
    { order: halved.id, ...alsoByThem, lines: half, state: 'Shipped' },
    { order: same.id, ...once, lines: whole(same), state: 'Shipped' },
  )
  // Read again, the rest of what they began goes out.
  await act.program.json('sync', '--once')
  const rest = whole(halved).map(([id, quantity]) => [id, id === half[0][0] ? quantity - 1 : quantity])
  const last = act.waybill()
  const row = await ship(act, halved, last.waybill)
  compare('the rest', [row.code, row.state], [0, 'told'])
  parcels.push({ order: halved.id, ...last, lines: rest, state: 'Shipped' })
}

export function parcelsAtStore({ parcels }, compare, theirs) {
  const sorted = (lines) => lines.filter(([, quantity]) => quantity > 0).sort((a, b) => a[0] - b[0])
  const standing = [...theirs.values()].flatMap((order) => order.fulfillments.map((one) => ({ order, one })))
  for (const parcel of parcels) {
    const found = standing.filter(({ one }) => one.trackingCode === parcel.waybill)
    compare(
      `parcel ${parcel.waybill}`,
      [[parcel.order, parcel.courier, 'Shipped', sorted(parcel.lines)]],
      found.map(({ order, one }) => [order.id, one.method, one.state, sorted(one.lines.map((line) => [line.orderLineId, line.quantity]))]), // prettier-ignore
    )
    compare(`order ${parcel.order}`, parcel.state, theirs.get(parcel.order).state)
  }
  for (const id of new Set(parcels.map((parcel) => parcel.order)))
    compare(
      `parcels of order ${id}`,
      parcels.filter((parcel) => parcel.order === id).map((parcel) => parcel.waybill).sort(),
      theirs.get(id).fulfillments.map((one) => one.trackingCode).sort(),
    ) // prettier-ignore
}
