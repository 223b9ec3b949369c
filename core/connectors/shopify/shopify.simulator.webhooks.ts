import { randomUUID } from 'node:crypto'
import type { SimulatorFaults } from '../simulator'
import { webhookHmac } from './shopify.sign'

const MOST_DELAY_MS = 25

export interface Webhooks extends AsyncDisposable {
  pushTo(url: string | undefined): void
  /** Promises nothing: it may be lost, doubled, and overtaken by later ones. */
  ring(topic: string, payload: Record<string, unknown>, atMs: number): void
}

export function webhooks(
  secret: string,
  apiVersion: string,
  faults: SimulatorFaults,
  random: () => number,
): Webhooks {
  let target: string | undefined
  const timers = new Set<NodeJS.Timeout>()
  const ending = new AbortController()
  const underway = new Set<Promise<void>>()

  /** A delivery that nobody takes is lost, as with a shop whose retries have run out. */
  async function deliver(url: string, body: string, headers: Record<string, string>): Promise<void> {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(5000)])
    await fetch(url, { method: 'POST', body, headers, signal }).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    )
  }
  return {
    pushTo: (url) => void (target = url),
    ring(topic, payload, atMs) {
      if (target === undefined || random() < faults.loseShare) return
      const url = target
      const body = withWholeIds(payload)
      const headers = {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-hmac-sha256': webhookHmac(secret, Buffer.from(body)),
        'x-shopify-api-version': apiVersion,
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-event-id': randomUUID(),
        'x-shopify-triggered-at': new Date(atMs).toISOString(),
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

/** Ids beyond 2^53 as bare JSON numbers, digit for digit. */
function withWholeIds(payload: Record<string, unknown>): string {
  const text = JSON.stringify(payload, (_key, value: unknown) =>
    typeof value === 'bigint' ? `bigint:${value}` : value,
  )
  return text.replace(/"bigint:(\d+)"/g, '$1')
}
