/** The orders whose lists are to be printed; the sheet listens and prints once they are on it. */
const listeners = new Set<(ids: readonly number[]) => void>()

export function onPrint(listener: (ids: readonly number[]) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function printOrders(ids: readonly number[]): void {
  for (const listener of listeners) listener(ids)
}
