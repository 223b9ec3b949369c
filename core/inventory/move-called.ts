import type { MoveKind } from './stock-book'

/** A move's kind as people are told it: one booking of a transfer moves two warehouses, and back again. */
export type CalledKind = MoveKind | 'called-back' | 'on-its-way'

/** What a move is called: goods called back and goods on their way are booked as `transfer-out`, like those sent on. */
export function moveCalled({ kind, onHand, inTransit }: { readonly kind: MoveKind; readonly onHand: number; readonly inTransit: number }): CalledKind {
  if (kind !== 'transfer-out') return kind
  if (onHand > 0 || inTransit < 0) return 'called-back'
  return inTransit > 0 ? 'on-its-way' : kind
} // prettier-ignore
