import type { RefundRow } from '../../../core/rpc/api'

type Case = Pick<RefundRow, 'kind' | 'parcelAt' | 'steps'>
const isLeft = (step: RefundRow['steps'][number]) => step.state === 'open' || step.state === 'waiting'

/** Is the yes that is waited for the last one? */
export function isLast({ steps }: Pick<RefundRow, 'steps'>): boolean {
  return steps.filter(isLeft).length === 1
}

/** Nobody in the warehouse is still to say that the parcel is here: after the last yes the return waits for it. */
export function waitsForParcel({ kind, parcelAt, steps }: Case): boolean {
  return (
    kind === 'return' && parcelAt === null && !steps.some((step) => step.role === 'warehouse' && isLeft(step))
  )
}

/** This yes is the last one that was waited for, and the money goes with it. */
export function paysNow(row: Case): boolean {
  return isLast(row) && !waitsForParcel(row)
}
