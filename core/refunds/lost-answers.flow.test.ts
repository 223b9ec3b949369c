import { afterEach, beforeEach, expect, test } from 'vitest'
import { CORE_COMMANDS } from '../command-line/commands'
import { runOnCore } from '../command-line/run-on-core'
import { startVendureSimulator } from '../connectors/vendure'
import type { Simulator } from '../connectors'
import { Disposables } from '../kernel'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { aFaultProxy, type FaultProxy } from '../testing/fault-proxy'
import { hurriedClock } from '../testing/hurried-clock'

/** The program's own time; less than the five minutes after which an unanswered refund is asked for. */
const SOON_MS = 4 * 60_000
let life: Disposables
let vendure: Simulator
let proxy: FaultProxy
let served: ServedCore
const lost = new Set<string>()

beforeEach(async () => {
  life = new Disposables()
  const clock = hurriedClock(4)
  vendure = life.add(await startVendureSimulator({ now: clock.now }))
  proxy = life.add(
    await aFaultProxy({
      target: vendure.origin,
      seed: 1,
      shares: { lost: 1 },
      strikes: ({ body }) => [...lost].some((operation) => body.includes(operation) && lost.delete(operation)), // prettier-ignore
    }),
  )
  served = life.add(await aServedCore({ clock }))
})
afterEach(() => life[Symbol.asyncDispose]())

async function paidOrder(): Promise<string> {
  const at = served.core.clock.now() - 60_000
  const id = vendure.shop.place(aSale({ createdAt: at }))
  vendure.shop.pay(id, at)
  await served.bind('vendure', { origin: proxy.origin, settings: vendure.settings })
  await served.core.sync.once(['s1'], () => served.core.jobs.idle())
  return id
}
const payout = () => served.core.database.read.get<{ state: string; created_at: number; paid_at: number | null }>('select state, created_at, paid_at from refund_payouts') // prettier-ignore

// A refund that the store keeps under our key is gone on with: nobody waits for what can no longer be under way.
test.each([
  [['ZhangguiRefund(']],
  [['ZhangguiSettleRefund(']],
  [['ZhangguiRefund(', 'ZhangguiSettleRefund(']],
])('the answers of %j are lost: paid once, and soon', async (operations) => {
  const id = await paidOrder()
  for (const operation of operations) lost.add(operation)
  const io = { out: () => undefined, err: () => undefined, cwd: '/' }
  const words = ['refund', 'open', '--order', id, '--amount', '9', '--reason', '少件']
  expect(await runOnCore(CORE_COMMANDS, served.core, words, io)).toBe(0)
  await expect.poll(async () => (await payout())?.state, { timeout: 100_000 }).toBe('paid')
  expect(proxy.struck.lost).toBe(operations.length)
  const row = await payout()
  expect(Number(row?.paid_at) - Number(row?.created_at)).toBeLessThan(SOON_MS)
  expect(vendure.shop.refundedOf(id)).toBe(900)
  expect(vendure.calls.get('ZhangguiRefund')).toBe(1)
})
