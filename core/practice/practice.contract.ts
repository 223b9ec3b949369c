import { z } from 'zod'
import { commandBase, procedure } from '../kernel/contract'
import { EVERYBODY, field, type Role } from '../kernel/rights'

const PARCELS: readonly Role[] = ['owner', 'supervisor', 'sales', 'support', 'warehouse']
const ASKS: readonly Role[] = ['owner', 'supervisor', 'sales', 'support', 'finance']
const BOOKS: readonly Role[] = ['owner', 'supervisor', 'finance']

export const broughtSlips = z.object({ taken: field(z.number(), { see: PARCELS, edit: PARCELS }) })
export const broughtRequests = z.object({ asked: field(z.number(), { see: ASKS, edit: ASKS }) })
export const broughtBills = z.object({
  files: field(z.number(), { see: BOOKS, edit: BOOKS }),
  rows: field(z.number(), { see: BOOKS }),
})

/** What life brings to a merchant's door, for the practice shops. `Refusal('only-practice')` in a real folder. */
export const practiceContract = {
  /** The parcels that buyers sent back are here: their slips come in as if a phone had taken them. */
  bringSlips: procedure.input(commandBase).output(broughtSlips),
  /** Two buyers ask for their money at the platform: one for a little, one for much and with a parcel. */
  bringRequests: procedure.input(commandBase).output(broughtRequests),
  /** The month's bills of the practice shops, with their troubles, come in as if downloaded. */
  bringBills: procedure.input(commandBase).output(broughtBills),
  /** Numbers of parcels that a courier would give, to ship with. */
  waybills: procedure
    .input(z.object({ count: z.number().int().min(1).max(200) }))
    .output(z.object({ waybills: field(z.array(z.string()), { see: EVERYBODY }) })),
}
