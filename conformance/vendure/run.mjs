// Conformance: the whole program against a real Vendure store, in two acts. First we only read: buyers place orders, an
// operator changes them at random while we sync with half of the events lost. Then we write: parcels and refunds go out by
// our command line. After each act our export equals a full re-read, order by order, line by line.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge } from './judge.mjs'
import { must, root, startProgram } from './program.mjs'
import { startProxy } from './proxy.mjs'
import { tally } from './tally.mjs'
import { write } from './write.mjs'

const here = import.meta.dirname
const ORDERS = Number(process.env.ZG_CONFORMANCE_ORDERS ?? 200)
const STEPS = Number(process.env.ZG_CONFORMANCE_STEPS ?? 100)
const SEED = Number(process.env.ZG_CONFORMANCE_SEED ?? 20261124)
const SECRET = 'conformance-webhook-secret'

if (!existsSync(join(here, 'node_modules/@vendure/core')))
  await must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here })
await must(process.execPath, [join(root, 'tools/zhanggui.mjs'), '--help'], { cwd: root })
const { startStore } = await import('./store.mjs')

const work = mkdtempSync(join(tmpdir(), 'zhanggui-conformance-'))
const { test, report } = tally()
const stops = []
try {
  const store = await startStore({ workDir: work, port: await freePort() })
  stops.push(store.stop)
  const proxy = await startProxy(store.origin)
  stops.push(proxy.stop)
  const program = await startProgram(join(work, 'data'))
  stops.push(program.stop)
  const keys = ['--set', `api_key=${store.apiKey}`, '--set', `webhook_secret=${SECRET}`]
  const name = ['--platform', 'vendure', '--name', 'Conformance', '--url', proxy.origin]
  const shop = await program.json('shop', 'add', ...name, ...keys)
  const hear = (loseShare) => store.pushTo(shop.webhookUrl, { secret: SECRET, loseShare, seed: SEED })
  hear(0.5)

  console.log(`placing ${ORDERS} orders`)
  await store.placeOrders(ORDERS, SEED)
  console.log('changed:', JSON.stringify(await store.mutate(STEPS, SEED + 1)))
  console.log('events:', JSON.stringify(await store.pushCounts()))
  await holdAgainstAll(test('what the store did is in our books'), store, program)

  const began = Date.now()
  const compareStock = await write({ store, proxy, program, test, work, seed: SEED + 2, hear })
  await holdAgainstAll(test('what we did is in our books as in the store’s'), store, program)
  await compareStock()
  console.log(`the second act took ${Math.round((Date.now() - began) / 1000)} s`)
} finally {
  for (const stop of stops.reverse()) await stop()
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = report() ? 0 : 1

/** Everything that our program says against everything that the store says. */
async function holdAgainstAll(compare, store, program) {
  const synced = await program.json('sync', '--once')
  const ours = await program.orders(join(work, 'orders.jsonl'))
  const theirs = await store.readAll()
  for (const [id, order] of theirs) judge(compare, id, order, ours.get(id))
  const strangers = [...ours.keys()].filter(
    (id) => !theirs.has(id) && ours.get(id).platformState !== 'ArrangingPayment',
  )
  compare('orders that the store does not know', strangers, [])
  compare('exceptions', synced.exceptions, 0)
  const { findings } = await program.json('doctor')
  const sick = findings.filter((finding) => !finding.ok)
  compare('doctor', sick, [])
  const lines = [...theirs.values()].reduce((sum, order) => sum + order.lines.length, 0)
  console.log(`${theirs.size} orders held against a full re-read, ${lines} lines`)
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}
