import type { DifferenceView } from '../../../core/rpc/api'

export type Reason = 'provider-error' | 'shop-error' | 'offline-refund' | 'other-period' | 'written-off'

/** The four ways out of a difference, in the order of their keys. */
export function answersFor(code: DifferenceView['code']): readonly Reason[] {
  const refund = code === 'refund-not-on-bill' || code === 'refund-not-on-order' || code === 'unknown-refund'
  return ['shop-error', 'provider-error', refund ? 'offline-refund' : 'other-period', 'written-off']
}

/** What is written off must say why. */
export function needsNote(reason: Reason): boolean {
  return reason === 'written-off'
}
