import { OutsideFailure } from '../../kernel'
import type { ConnectorTools, TestStep } from '../connector'
import type { VendureClient } from './vendure.client'
import { ME, ONE_ORDER, PING } from './vendure.queries'

const TOLERATED_SKEW_MS = 5 * 60_000

/** `shop test`: network, clock, keys, orders-readable; stops at the first that fails. */
export async function* checkShop(
  client: VendureClient,
  tools: ConnectorTools,
  signal?: AbortSignal,
): AsyncGenerator<TestStep> {
  let date: string | undefined
  const ask = async (what: Promise<{ headers: Readonly<Record<string, string>> }>) => {
    try {
      date = (await what).headers['date'] ?? date
      return undefined
    } catch (error) {
      if (error instanceof OutsideFailure) return error
      throw error
    }
  }
  const network = await ask(client.askOpenly(PING, signal))
  if (network) {
    // Nobody there, or a server that stumbles, is no word on the address; a «no», or what no Vendure says, is.
    const isElsewhere = !network.retryable || network.platformCode === 'truncated-json'
    yield failed('network', network, isElsewhere ? 'check-address' : 'check-network')
    return
  }
  yield { step: 'network', ok: true }

  const skewMs = tools.clock.now() - Date.parse(date ?? '')
  // Our times never decide anything, but a wrong clock confuses people: said, and gone on.
  if (Math.abs(skewMs) > TOLERATED_SKEW_MS)
    yield { step: 'clock', ok: true, detail: `${Math.round(skewMs / 1000)} s`, advice: 'set-clock' }
  else yield { step: 'clock', ok: true }

  // An API key is nobody in particular: `me` is closed to it, so it is tried on the orders themselves.
  const keys = await ask(client.ask(client.hasSession ? ME : ONE_ORDER, {}, signal))
  if (keys) {
    yield failed('keys', keys, keys.needsKeys ? 'check-keys' : 'check-network')
    return
  }
  yield { step: 'keys', ok: true }

  const orders = await ask(client.ask(ONE_ORDER, {}, signal))
  if (orders) {
    yield failed('orders-readable', orders, orders.needsKeys ? 'check-permissions' : 'check-network')
    return
  }
  yield { step: 'orders-readable', ok: true }
}

function failed(step: string, failure: OutsideFailure, advice: string): TestStep {
  return { step, ok: false, detail: failure.message, advice }
}
