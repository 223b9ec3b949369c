import type { SimulatedShop, Simulator, SimulatorMemory } from '../connectors'
import { assert, assertNever } from '../kernel'
import type { PracticeEvent } from './event'

/** Where the events of one shop are played: it remembers which number the platform gave to which order. */
export interface Stage {
  /** Plays an event, unless the merchant was there first: an order that he shipped or refunded goes his way. */
  play(event: PracticeEvent): void
  remember(): SimulatorMemory
}

export function stageOf(shop: SimulatedShop, memory?: SimulatorMemory): Stage {
  const { ids, refunds } = (memory ?? { ids: new Map(), refunds: new Map() }) as {
    ids: Map<string, string>
    refunds: Map<string, string>
  }
  const known = (numbers: ReadonlyMap<string, string>, order: string): string => {
    const id = numbers.get(order)
    assert(id !== undefined, 'a life is played in order: placed before paid, asked before refunded')
    return id
  }
  const standing = (order: string) => shop.standing(known(ids, order))
  return {
    play(event) {
      const { at, order } = event
      switch (event.kind) {
        case 'placed':
          return void ids.set(order, shop.place(event.placed))
        case 'paid':
          return shop.pay(known(ids, order), at)
        case 'shipped': {
          if (standing(order) !== 'to-ship') return
          const { courier, waybill, lines } = event
          return shop.ship(known(ids, order), at, { courier, waybill, ...(lines ? { lines } : {}) })
        }
        case 'completed':
          if (standing(order) !== 'shipped') return
          return shop.complete(known(ids, order), at)
        case 'cancelled':
          if (standing(order) === 'over') return
          return shop.cancel(known(ids, order), at)
        case 'refund-requested':
          if (standing(order) === 'over') return
          return void refunds.set(order, shop.requestRefund(known(ids, order), at, event.refund))
        case 'refund-paid': {
          const refund = refunds.get(order)
          return refund === undefined ? undefined : shop.payRefund(refund, at)
        }
        case 'memo':
          return shop.memo(known(ids, order), at, event.text)
        default:
          return assertNever(event)
      }
    },
    remember: () => ({ ids, refunds }),
  }
}

/** Plays what happened before anybody listened: a shop newly bound has no pushes of its past. */
export function playSilently(stage: Stage, events: readonly PracticeEvent[], simulator: Simulator): void {
  const { loseShare } = simulator.faults
  simulator.faults.loseShare = 1
  for (const event of events) stage.play(event)
  simulator.faults.loseShare = loseShare
}
