import { defineTransitions, type Role } from '../kernel'

export const CASE_STATES = ['deciding', 'agreed', 'paying', 'paid', 'refused', 'closed'] as const
export type CaseState = (typeof CASE_STATES)[number]

/**
 * Where a command of ours may lead a case. `agreed`: the buyer's parcel is awaited. `paid` from `deciding` or `agreed`
 * is the platform's doing, not ours: what it tells is taken over whatever this table says.
 */
export const CASE_MOVES = defineTransitions<CaseState>({
  deciding: ['agreed', 'paying', 'refused', 'closed'],
  agreed: ['paying', 'refused', 'closed'],
  paying: ['paid', 'closed'],
  paid: [],
  refused: [],
  closed: [],
})

export const isOver = (state: CaseState): boolean => CASE_MOVES[state].length === 0

export const PAYOUT_STATES = ['intended', 'sent', 'paid', 'failed', 'needs-code', 'needs-person'] as const
export type PayoutState = (typeof PAYOUT_STATES)[number]

/** From `sent` nothing leads back to `intended`: what may have gone out is asked for, never begun anew. */
export const PAYOUT_MOVES = defineTransitions<PayoutState>({
  intended: ['sent', 'paid', 'needs-person', 'failed'],
  sent: ['sent', 'paid', 'needs-code', 'needs-person'],
  'needs-code': ['sent', 'paid', 'needs-person', 'failed'],
  'needs-person': ['sent', 'paid', 'needs-code', 'needs-person', 'failed'],
  paid: [],
  failed: [],
})

/** The roles that a lane can have. */
export const LANES = ['warehouse', 'finance', 'supervisor'] as const satisfies readonly Role[]
export type Lane = (typeof LANES)[number]

export type StepState = 'waiting' | 'open' | 'yes' | 'no' | 'dropped'
