import { Refusal } from '../kernel'

const MOST_PIECES = 10_000_000

/** `Refusal('bad-quantity')`: pieces are whole, not negative (or at least `least`), and no telephone number. */
export function mustBePieces(
  quantity: number,
  about: Readonly<Record<string, string | number>>,
  least = 0,
): void {
  if (!Number.isSafeInteger(quantity) || quantity < least || quantity > MOST_PIECES)
    throw new Refusal('bad-quantity', { ...about, quantity: String(quantity), least, most: MOST_PIECES })
}
