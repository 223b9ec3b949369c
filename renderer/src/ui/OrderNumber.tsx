/** The full number, never cut; the last four in bold because people say 尾号. `short` shows only those. */
export function OrderNumber({ number, short = false }: { number: string; short?: boolean }) {
  return (
    <span className="order-number" title={number}>
      {short ? null : number.slice(0, -4)}
      <b>{number.slice(-4)}</b>
    </span>
  )
}
