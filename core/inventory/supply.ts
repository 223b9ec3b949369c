interface Cell {
  readonly warehouseId: string
  readonly available: number
  readonly inTransit: number
  readonly safety: number
}

/**
 * Who helps out a cell that stands below its safety line: the first other warehouse, in the merchant's order, that keeps
 * its own line and can spare any; so many as are missing, or as it can spare. What is under way already counts.
 */
export function supplyFor(
  cell: Cell,
  cells: readonly Cell[],
): { warehouseId: string; quantity: number } | null {
  const missing = cell.safety - cell.available - cell.inTransit
  if (cell.safety === 0 || missing <= 0) return null
  const spare = (other: Cell) => other.available - other.safety
  const from = cells.find((other) => other.warehouseId !== cell.warehouseId && spare(other) > 0)
  return from ? { warehouseId: from.warehouseId, quantity: Math.min(missing, spare(from)) } : null
}
