const WIDE = 88
const HIGH = 20

/** Fourteen days as a line; its last day is a dot. Nothing sold draws nothing. */
export function Spark({ days }: { days: readonly number[] }) {
  const most = Math.max(...days)
  if (most <= 0) return <span className="stock-spark" aria-hidden="true" />
  const at = (value: number, n: number) =>
    `${((n * WIDE) / Math.max(1, days.length - 1)).toFixed(1)},${(HIGH - (value * (HIGH - 4)) / most).toFixed(1)}`
  const points = days.map(at)
  const [x = '0', y = '0'] = (points.at(-1) ?? '').split(',')
  return (
    <svg className="stock-spark" viewBox={`-2 0 ${WIDE + 6} ${HIGH + 4}`} aria-hidden="true">
      <polygon points={`0,${HIGH} ${points.join(' ')} ${WIDE},${HIGH}`} fill="var(--accent-soft)" />
      <polyline points={points.join(' ')} fill="none" stroke="var(--accent-ink)" strokeWidth="1.4" />
      <circle cx={x} cy={y} r="2" fill="var(--accent-ink)" />
    </svg>
  )
}
