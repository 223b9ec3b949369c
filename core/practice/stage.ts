import type { SimulatedShop, Simulator } from '../connectors'
import { assert, assertNever } from '../kernel'
import type { PracticeEvent } from './event'

/** Where the events of one shop are played: it remembers which number the platform gave to which order. */
export interface Stage {
  play(event: PracticeEvent): void
}

export function stageOf(shop: SimulatedShop): Stage {
  const ids = new Map<string, string>()
  const refunds = new Map<string, string>()
  const known = (numbers: ReadonlyMap<string, string>, order: string): string => {
    const id = numbers.get(order)
    assert(id !== undefined, 'a life is played in order: placed before paid, asked before refunded')
    return id
  }
  return {
    play(event) {
      const { at, order } = event
      switch (event.kind) {
        case 'placed':
          return void ids.set(order, shop.place(event.placed))
        case 'paid':
          return shop.pay(known(ids, order), at)
        case 'shipped': {
          const { courier, waybill, lines } = event
          return shop.ship(known(ids, order), at, { courier, waybill, ...(lines ? { lines } : {}) })
        }
        case 'completed':
          return shop.complete(known(ids, order), at)
        case 'cancelled':
          return shop.cancel(known(ids, order), at)
        case 'refund-requested':
          return void refunds.set(order, shop.requestRefund(known(ids, order), at, event.refund))
        case 'refund-paid':
          return shop.payRefund(known(refunds, order), at)
        case 'memo':
          return shop.memo(known(ids, order), at, event.text)
        default:
          return assertNever(event)
      }
    },
  }
}

/** Plays what happened before anybody listened: a shop newly bound has no pushes of its past. */
export function playSilently(stage: Stage, events: readonly PracticeEvent[], simulator: Simulator): void {
  const { loseShare } = simulator.faults
  simulator.faults.loseShare = 1
  for (const event of events) stage.play(event)
  simulator.faults.loseShare = loseShare
}
