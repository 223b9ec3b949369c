import { ORPCError } from '@orpc/server'
import type { Caller } from '../auth'
import { rightsOf, sees } from '../kernel'
import { stockCell } from './inventory.contract'

/** Ledger, transfers and what shops are told are for those who see the figures: others are told so. */
export function mustSeeStock(caller: Caller): void {
  if (!sees(caller.roles, rightsOf(stockCell.shape.onHand)))
    throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: 'stock' } })
}
