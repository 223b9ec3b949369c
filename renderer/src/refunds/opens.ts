import type { Role } from '../../../core/rpc/api'

/** Who may open a refund. Core decides; this keeps the buttons from those it would refuse. */
export const OPENS: readonly Role[] = ['owner', 'supervisor', 'sales', 'support', 'finance']
