// Money that goes back by our command line, through the case machine, and what the store says of it.
import { ERROR } from './api.mjs'
import { sideBySide } from './program.mjs'

const AT_ONCE = 30_000
const yuan = (minor) => (minor / 100).toFixed(2)
const paidOf = (order) => order.payments[0].amount

export async function refundSome(act, test) {
  act.waitsForPerson = []
  await smallOnes(act, test('small refunds go out by themselves, in parts and up to what was paid'))
  await decided(act, test('larger refunds wait for each lane, and a no sends nothing'))
  await refusedAtStore(act, test('what a stranger paid back first is not paid back once more'))
}

/** `refund open`; with an amount that is not possible the answer of the refusal. */
async function open(act, order, amount, reason, possible = true) {
  const words = ['refund', 'open', '--order', order.code, '--amount', yuan(amount), '--reason', reason]
  if (!possible) return act.program.said(...words)
  act.refunds.push({ order: order.id, amount, reason })
  return act.program.json(...words)
}

async function refundsOf(act, { id }) {
  const { order } = await act.store.owner.admin(
    `query($id: ID!) { order(id: $id) { payments { refunds { id } } } }`,
    { id },
  )
  return order.payments.flatMap((payment) => payment.refunds)
}

async function smallOnes(act, compare) {
  const small = (order) => paidOf(order) <= AT_ONCE && paidOf(order) > 2_000
  await sideBySide(5, async (n) => {
    const order = act.take(small)
    const found = await open(act, order, n === 0 ? paidOf(order) : 1_001 + n, `small ${n}`)
    compare(`case ${found.id}`, [found.why.automatic, found.steps.length], [true, 0])
  })
  // One that has left: what is shipped is paid back like any other.
  const gone = act.atStart.get(act.parcels[0].order)
  await open(act, gone, 777, 'shipped and paid back')
  const twice = act.take(small)
  const first = Math.floor(paidOf(twice) * 0.4)
  await open(act, twice, first, 'first part')
  await open(act, twice, paidOf(twice) - first, 'the rest')
  const third = await open(act, twice, 1, 'one fen too much', false)
  compare('a third refund', [third.code, /超过可退的 \D*0\.00（/.test(third.err)], [1, true])
  const order = act.take(small)
  const tooMuch = await open(act, order, paidOf(order) + 1, 'more than paid', false)
  compare('more than was paid', [tooMuch.code, /超过可退的/.test(tooMuch.err)], [1, true])
  compare('of it at the store', (await refundsOf(act, order)).length, 0)
}

async function decided(act, compare) {
  const middle = (order) => paidOf(order) > AT_ONCE
  const both = ['finance', 'warehouse']
  const all = ['warehouse', 'finance', 'supervisor']
  const lanes = [[act.take(middle), both], [act.take(middle), both], [act.take(middle), both], [act.takeLarge(), all], [act.takeLarge(), all]] // prettier-ignore
  await sideBySide(lanes.length, async (n) => {
    const [order, roles] = lanes[n]
    let found = await open(act, order, n === 1 ? AT_ONCE + 1 : paidOf(order), `decided ${n}`)
    for (const role of roles) {
      compare(
        `case ${found.id} before ${role}`,
        [found.state, (await refundsOf(act, order)).length],
        ['deciding', 0],
      )
      found = await act.program.json('refund', 'decide', String(found.id), '--role', role, '--yes')
    }
    compare(`case ${found.id} is decided`, ['paying', 'paid'].includes(found.state), true)
  })
  const order = act.take(middle)
  const { id } = await open(act, order, paidOf(order), 'refused by finance')
  act.refunds.pop()
  await act.program.json('refund', 'decide', String(id), '--role', 'warehouse', '--yes')
  const no = await act.program.json(
    'refund',
    'decide',
    String(id),
    '--role',
    'finance',
    '--no',
    '--reason',
    '已经退过了',
  )
  compare('a no', no.state, 'refused')
  const late = await act.program.said('refund', 'decide', String(id), '--role', 'finance', '--yes')
  compare('a yes after the no', late.code, 1)
  compare('of it at the store', (await refundsOf(act, order)).length, 0)
}

/** A stranger paid half back and nobody told us: the store has no room for the whole, and a person is asked. */
async function refusedAtStore(act, compare) {
  const hear = act.hearNothing()
  const order = act.take((one) => paidOf(one) <= AT_ONCE && paidOf(one) > 2_000)
  const half = Math.ceil(paidOf(order) / 2)
  const reason = '店里的人先退了一半'
  const input = {
    paymentId: order.payments[0].id,
    amount: half,
    lines: [],
    shipping: 0,
    adjustment: 0,
    reason,
  }
  const { refundOrder } = await act.store.owner.admin(
    `mutation($i: RefundOrderInput!) { refundOrder(input: $i) { ... on Refund { id } ${ERROR} } }`,
    { i: input },
  )
  await act.store.owner.admin(
    `mutation($i: SettleRefundInput!) { settleRefund(input: $i) { ... on Refund { id } ${ERROR} } }`,
    { i: { id: refundOrder.id, transactionId: 'by hand' } },
  )
  const { id } = await open(act, order, paidOf(order), 'too late')
  act.refunds.pop()
  act.refunds.push({ order: order.id, amount: half, reason })
  act.waitsForPerson.push('too late')
  let waiting
  for (let tries = 0; tries < 30 && waiting?.payout !== 'needs-person'; tries++) {
    await new Promise((done) => setTimeout(done, 300))
    waiting = (await act.program.json('refund', 'list')).find((one) => one.id === id)
  }
  compare('it waits for a person', [waiting?.payout, waiting?.trouble], ['needs-person', 'platform-limit'])
  hear()
}

export function refundsAtStore({ refunds }, compare, theirs) {
  for (const id of new Set(refunds.map((refund) => refund.order))) {
    const standing = theirs.get(id).payments.flatMap((payment) => payment.refunds)
    const ours = refunds.filter((refund) => refund.order === id)
    const sum = (list, amount) => list.reduce((total, one) => total + amount(one), 0)
    compare(
      `order ${id}: sum`,
      sum(ours, (one) => one.amount),
      sum(standing, (one) => one.total),
    )
    compare(
      `order ${id}: refunds`,
      ours.map(({ amount, reason }) => `${amount} Settled ${reason}`).sort(),
      standing
        .map(({ total, state, reason }) => `${total} ${state} ${reason.replace(/ \[.*\]$/, '')}`)
        .sort(),
    )
    compare(
      `order ${id}: within what was paid`,
      sum(ours, (one) => one.amount) <= paidOf(theirs.get(id)),
      true,
    )
  }
}
