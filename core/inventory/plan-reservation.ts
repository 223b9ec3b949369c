/** How a line's wanted pieces are covered: wanted = reserved + short + untracked. */
export interface Cover {
  readonly wanted: number
  readonly reserved: number
  readonly short: number
  readonly untracked: number
}

export interface LineNeed {
  readonly lineExternalId: string
  /** Our SKU; `null` = not mapped. */
  readonly sku: string | null
  readonly wanted: number
  /** Pieces that left the house since the last plan: of these, what was reserved is consumed. */
  readonly shippedSince: number
}

export interface PlannedLine extends Cover {
  readonly lineExternalId: string
  readonly sku: string | null
  /** Change of the reservation; consumed pieces also leave on hand. */
  readonly reservedDelta: number
  readonly consumed: number
}

/**
 * The reservation as a pure function of what is wanted and what is free. Planning again with the same input gives
 * no difference. What is not tracked (no SKU, never counted) is neither reserved nor short; what is missing is short.
 *
 * @param free pieces of a SKU not reserved by others, `undefined` when it was never counted
 */
export function planReservation(
  needs: readonly LineNeed[],
  before: ReadonlyMap<string, Cover & { readonly sku: string | null }>,
  free: (sku: string) => number | undefined,
): PlannedLine[] {
  const taken = new Map<string, number>()
  return needs.map((need) => {
    const held = before.get(need.lineExternalId)
    const heldHere = held && held.sku === need.sku ? held.reserved : 0
    const consumed = Math.min(heldHere, need.shippedSince)
    const available = need.sku === null ? undefined : free(need.sku)
    if (need.sku === null || available === undefined)
      return { ...need, reserved: 0, short: 0, untracked: need.wanted, reservedDelta: -heldHere, consumed }
    const left = available + (heldHere - consumed) - (taken.get(need.sku) ?? 0)
    const reserved = Math.max(0, Math.min(need.wanted, left))
    const reservedDelta = reserved - heldHere
    taken.set(need.sku, (taken.get(need.sku) ?? 0) + reservedDelta + consumed)
    return { ...need, reserved, short: need.wanted - reserved, untracked: 0, reservedDelta, consumed }
  })
}
