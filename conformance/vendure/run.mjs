// Conformance: the whole program against a real Vendure store. Buyers place orders, an operator changes them at random
// while we sync with half of the events lost; at the end our export equals a full re-read, order by order, line by line.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const here = import.meta.dirname
const root = resolve(here, '../..')
const cli = join(root, 'out/main/cli.js')
const ORDERS = Number(process.env.ZG_CONFORMANCE_ORDERS ?? 200)
const STEPS = Number(process.env.ZG_CONFORMANCE_STEPS ?? 100)
const SEED = Number(process.env.ZG_CONFORMANCE_SEED ?? 20261124)
const SECRET = 'conformance-webhook-secret'

/** Runs a program to its end without stopping our own loop: connections to the store stay attended. */
function must(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], ...options })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', (code) =>
      code === 0
        ? done(text)
        : failed(new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${code}: ${text}`)),
    )
  })
}

if (!existsSync(join(here, 'node_modules/@vendure/core')))
  await must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here })
await must(process.execPath, [join(root, 'tools/zhanggui.mjs'), '--help'], { cwd: root })
const { startStore } = await import('./store.mjs')

const work = mkdtempSync(join(tmpdir(), 'zhanggui-conformance-'))
const data = join(work, 'data')
const zhanggui = (...args) => must(process.execPath, [cli, ...args, '--data', data])
const failures = []
const compare = (what, ours, theirs) => {
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    failures.push(`${what}: ours ${JSON.stringify(ours)}, the store's ${JSON.stringify(theirs)}`)
}

const store = await startStore({ workDir: work, port: await freePort() })
const core = spawn(process.execPath, [cli, 'serve', '--port', '0', '--json', '--data', data], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  await new Promise((done) => core.stdout.once('data', done))
  const shop = JSON.parse(
    await zhanggui(
      'shop',
      'add',
      '--platform',
      'vendure',
      '--name',
      'Conformance',
      '--url',
      store.origin,
      '--set',
      `api_key=${store.apiKey}`,
      '--set',
      `webhook_secret=${SECRET}`,
      '--json',
    ),
  )
  store.pushTo(shop.webhookUrl, { secret: SECRET, loseShare: 0.5, seed: SEED })
  console.log(`placing ${ORDERS} orders`)
  await store.placeOrders(ORDERS, SEED)
  console.log('changed:', JSON.stringify(await store.mutate(STEPS, SEED + 1)))
  console.log('events:', JSON.stringify(await store.pushCounts()))
  const synced = JSON.parse(await zhanggui('sync', '--once', '--json'))
  const file = join(work, 'orders.jsonl')
  await zhanggui('export', 'orders', '--out', file)
  const ours = new Map(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((order) => [order.externalId, order]),
  )
  const theirs = await store.readAll()
  for (const [id, order] of theirs) judge(id, order, ours.get(id))
  const strangers = [...ours.keys()].filter(
    (id) => !theirs.has(id) && ours.get(id).platformState !== 'ArrangingPayment',
  )
  compare('orders that the store does not know', strangers, [])
  compare('exceptions', synced.exceptions, 0)
  const doctor = JSON.parse(await zhanggui('doctor', '--json'))
  compare(
    'doctor',
    doctor.findings.filter((finding) => !finding.ok),
    [],
  )
  console.log(
    `${theirs.size} orders held against a full re-read, ${[...theirs.values()].reduce((sum, order) => sum + order.lines.length, 0)} lines`,
  )
} finally {
  await new Promise((done) =>
    core.exitCode === null ? (core.once('exit', done), core.kill('SIGTERM')) : done(),
  )
  await store.stop()
  rmSync(work, { recursive: true, force: true })
}
for (const failure of failures.slice(0, 20)) console.error(`✗ ${failure}`)
console.log(` Tests  ${failures.length === 0 ? '1 passed' : `${failures.length} failed`}`)
process.exitCode = failures.length === 0 ? 0 : 1

/** One order, by arithmetic of its own: states, money, lines, parcels, refunds. */
function judge(id, theirs, ours) {
  if (!ours) return void failures.push(`order ${id} (${theirs.state}) is missing`)
  const say = (what) => `order ${id} ${what}`
  const settled = theirs.payments.filter((payment) => payment.state === 'Settled')
  const refunds = theirs.payments.flatMap((payment) => payment.refunds)
  compare(say('platform state'), ours.platformState, theirs.state)
  compare(say('currency'), ours.currency, theirs.currencyCode)
  // What the buyer paid does not shrink when something is cancelled afterwards; the store's own total does.
  const paid = settled.reduce((sum, payment) => sum + payment.amount, 0)
  compare(say('total'), ours.totalMinor, Math.max(theirs.totalWithTax, paid))
  const bought = (line) => Math.max(line.quantity, line.orderPlacedQuantity)
  const add = (list, amount) => list.reduce((sum, one) => sum + amount(one), 0)
  const goods = add(theirs.lines, (line) => line.unitPriceWithTax * bought(line))
  compare(say('goods'), ours.goodsMinor, goods)
  const freight = add(theirs.shippingLines, (line) => line.priceWithTax)
  compare(say('freight'), ours.freightMinor, freight)
  // The store forgets the discounts of what is cancelled, but the bill must still add up. Where units were first added
  // and others then cancelled, it no longer tells how many were paid for.
  const grewAndShrank = theirs.modifications.length > 0 && paid > theirs.totalWithTax
  if (settled.length > 0 && !grewAndShrank)
    compare(
      say('goods - discount + freight + surcharges'),
      ours.goodsMinor -
        ours.discountMinor +
        ours.freightMinor +
        add(theirs.surcharges, (one) => one.priceWithTax),
      ours.totalMinor,
    )
  compare(
    say('refunded'),
    ours.refundedMinor,
    refunds.filter((refund) => refund.state === 'Settled').reduce((sum, refund) => sum + refund.total, 0),
  )
  compare(say('paid'), ours.paidAt !== undefined, settled.length > 0)
  const lines = (list) => list.sort((a, b) => Number(a[0]) - Number(b[0]))
  const gone = new Set(['Shipped', 'Delivered'])
  compare(
    say('lines'),
    lines(
      ours.lines.map((line) => [
        line.externalId,
        line.sku,
        line.quantity,
        line.cancelledQuantity ?? 0,
        line.shippedQuantity,
        line.unitPriceMinor,
      ]),
    ),
    lines(
      theirs.lines.map((line) => [
        line.id,
        line.productVariant.sku,
        bought(line),
        bought(line) - line.quantity,
        line.fulfillmentLines
          .filter((part) => gone.has(part.fulfillment.state))
          .reduce((sum, part) => sum + part.quantity, 0),
        line.unitPriceWithTax,
      ]),
    ),
  )
  const numbers = (list) => list.map((one) => one ?? '').sort()
  compare(
    say('waybills'),
    numbers(ours.parcels.map((parcel) => parcel.waybill)),
    numbers(theirs.fulfillments.filter((one) => gone.has(one.state)).map((one) => one.trackingCode)),
  )
  compare(
    say('refunds'),
    numbers(ours.refunds.map((refund) => `${refund.externalId} ${refund.amountMinor}`)),
    numbers(refunds.map((refund) => `${refund.id} ${refund.total}`)),
  )
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}
