import { ORPCError } from '@orpc/server'
import type { Caller } from '../auth'
import { rightsOf, sees } from '../kernel'
import { differenceView } from './reconciliation.contract'

/** The bills are for those who keep the books: others are told so, instead of being shown an empty list. */
export function mustSeeBooks(caller: Caller): void {
  if (!sees(caller.roles, rightsOf(differenceView.shape.id)))
    throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: 'bills' } })
}
