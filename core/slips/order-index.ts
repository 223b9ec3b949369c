import { normaliseWaybill } from '../fulfilment'
import { plainNumber, type SlipOrder } from './match-slip'
import { quartersOf, shiftedQuarters } from './number-pieces'
import type { SlipReading } from './slip-reading'

/** Orders by everything that a slip may carry, so that each slip meets only those it could belong to. */
export class OrderIndex {
  readonly #by = new Map<string, SlipOrder[]>()
  constructor(orders: Iterable<SlipOrder>) {
    for (const order of orders)
      for (const key of keysOf(order)) this.#by.set(key, [...(this.#by.get(key) ?? []), order])
  }

  /** Every order with one of the slip's numbers (up to three signs off), return waybills or phones. */
  candidatesOf(reading: SlipReading): SlipOrder[] {
    const found = new Set<SlipOrder>()
    const add = (key: string) => this.#by.get(key)?.forEach((order) => found.add(order))
    for (const { readings } of reading.numbers)
      for (const text of readings) {
        const plain = plainNumber(text)
        add(`n${plain}`)
        add(`w${plain}`)
        // A digit lost or seen twice shifts what follows: the two ends stay.
        for (const key of [...quarters(plain), ...ends(plain)]) add(key)
        for (const moved of shiftedQuarters(plain)) moved.forEach((quarter, n) => add(`q${n + 1}.${quarter}`))
        for (let at = 1; at + 12 <= plain.length; at++) add(`a${plain.slice(at, at + 7)}`)
      }
    for (const { value } of reading.phones) {
      add(`p${value}`)
      add(`t${value.slice(0, 3)}${value.slice(-4)}`)
    }
    return [...found]
  }
}

function keysOf(order: SlipOrder): string[] {
  const number = plainNumber(order.orderNo)
  const phone = order.phone
  return [
    `n${number}`,
    ...order.returnWaybills.map((waybill) => `w${normaliseWaybill(waybill)}`),
    ...(phone ? [`p${phone}`, `t${phone.slice(0, 3)}${phone.slice(-4)}`] : []),
    ...quarters(number),
    ...ends(number),
  ]
}

function quarters(number: string): string[] {
  return quartersOf(number).map((quarter, part) => `q${part}.${quarter}`)
}

function ends(number: string): string[] {
  return number.length < 10 ? [] : [`a${number.slice(0, 7)}`, `z${number.slice(-7)}`]
}
