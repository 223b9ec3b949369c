import type { SimulatorFaults } from '../simulator'
import { bare, timeOf, topJson } from './wire.simulator'

/** Fetched but unconfirmed messages come again after about this long (TOP document on TMC). */
const REDELIVER_MS = 5 * 60_000

interface Message {
  readonly id: string
  readonly topic: string
  readonly content: string
  readonly at: number
  fetchedAt: number | undefined
}
export interface MessageQueue {
  put(topic: string, content: { tid: string } & Record<string, string>, at: number): void
  consume(quantity: number, now: number): Record<string, unknown>[]
  confirm(ids: readonly string[]): void
}

/** The app's TMC queue: loses and doubles by the shares in `faults`, seeded; forgets only what was confirmed. */
export function messageQueue(faults: SimulatorFaults, seed: number): MessageQueue {
  const waiting = new Map<string, Message>()
  const random = seeded(seed)
  let count = 0
  return {
    put(topic, { tid, ...rest }, at) {
      if (random() < faults.loseShare) return
      const copies = random() < faults.doubleShare ? 2 : 1
      for (let copy = 0; copy < copies; copy++) {
        const id = String(3_160_600_000_000_000_000n + BigInt(++count))
        waiting.set(id, {
          id,
          topic,
          content: topJson({ tid: bare(tid), ...rest }),
          at,
          fetchedAt: undefined,
        })
      }
    },
    consume(quantity, now) {
      const ready = [...waiting.values()].filter(
        (one) => one.fetchedAt === undefined || now - one.fetchedAt >= REDELIVER_MS,
      )
      return ready.slice(0, quantity).map((message) => {
        message.fetchedAt = now
        const { id, topic, content, at } = message
        return {
          id: bare(id),
          topic,
          content,
          pub_time: timeOf(at),
          user_nick: 'practice',
          pub_app_key: '12497914',
        }
      })
    },
    confirm(ids) {
      for (const id of ids) waiting.delete(id)
    },
  }
}

/** mulberry32: small, repeatable. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
