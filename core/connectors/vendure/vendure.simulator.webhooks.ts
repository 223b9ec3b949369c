import { randomUUID } from 'node:crypto'
import type { SimulatorFaults } from '../simulator'
import { webhookHmac } from './vendure.sign'
import type { Ring } from './vendure.simulator.shop'

const MOST_DELAY_MS = 25

export interface Webhooks extends AsyncDisposable {
  pushTo(url: string | undefined): void
  /** Promises nothing: it may be lost, doubled, and overtaken by later ones. */
  readonly ring: Ring
}

export function webhooks(secret: string, faults: SimulatorFaults, random: () => number): Webhooks {
  let target: string | undefined
  const timers = new Set<NodeJS.Timeout>()
  const ending = new AbortController()
  const underway = new Set<Promise<void>>()

  /** The store's plugin tries once: a delivery that nobody takes is lost. */
  async function deliver(url: string, body: string, headers: Record<string, string>): Promise<void> {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(5000)])
    await fetch(url, { method: 'POST', body, headers, signal }).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    )
  }
  return {
    pushTo: (url) => void (target = url),
    ring(topic, payload, at) {
      if (target === undefined || random() < faults.loseShare) return
      const url = target
      const body = JSON.stringify({ id: randomUUID(), topic, at: new Date(at).toISOString(), payload })
      const headers = {
        'content-type': 'application/json',
        'x-vendure-topic': topic,
        'x-vendure-hmac-sha256': webhookHmac(secret, Buffer.from(body)),
      }
      const times = random() < faults.doubleShare ? 2 : 1
      for (let i = 0; i < times; i++) {
        const timer = setTimeout(() => {
          timers.delete(timer)
          const sending = deliver(url, body, headers).finally(() => underway.delete(sending))
          underway.add(sending)
        }, random() * MOST_DELAY_MS)
        timers.add(timer)
      }
    },
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer)
      ending.abort()
      await Promise.all(underway)
    },
  }
}
