import { Refusal } from '../kernel'
import type { Order } from '../orders'
import { waitingOf, type ParcelToSend } from './check-shipping'

/** So many pieces of what a person named: by the code of the goods, or by the platform's id of the line. */
export interface NamedPieces {
  readonly name: string
  readonly quantity: number
}

/**
 * The lines of an order that are meant. A code that stands in several lines takes what waits of each in turn; what is
 * more than waits stays with the last of them, where `problemsOf` finds it. Refuses `no-such-line`.
 */
export function piecesNamed(
  order: Pick<Order, 'lines'>,
  named: readonly NamedPieces[],
): ParcelToSend['lines'] {
  return named.flatMap(({ name, quantity }) => {
    const byId = order.lines.filter((line) => line.externalId === name)
    const lines = byId.length > 0 ? byId : order.lines.filter((line) => line.sku === name)
    if (lines.length === 0) throw new Refusal('no-such-line', { line: name })
    let left = quantity
    return lines.map((line, n) => {
      const taken = n === lines.length - 1 ? left : Math.min(left, waitingOf(line))
      left -= taken
      return { lineExternalId: line.externalId, quantity: taken }
    })
  })
}
