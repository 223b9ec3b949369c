/** Prints the lists of these orders; how many of them there was anything to pick of. */
type Printer = (ids: readonly number[]) => Promise<number>

let printer: Printer | undefined

/** The sheet that lies beside the page takes the orders. */
export function onPrint(next: Printer): () => void {
  printer = next
  return () => {
    if (printer === next) printer = undefined
  }
}

export async function printOrders(ids: readonly number[]): Promise<number> {
  return (await printer?.(ids)) ?? 0
}
