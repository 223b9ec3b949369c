import type { Window } from '../connectors'
import type { ReadDb, Tx } from '../database'

export interface CoverageSpan {
  readonly from: number
  readonly to: number
  readonly kind: 'read' | 'healed' | 'gap'
}

/**
 * Records that a window has provably been read: every page stored. Touching spans of one kind grow together, so
 * that a year of pulling stays a short list.
 */
export async function recordCoverage(
  tx: Tx,
  shopId: string,
  window: Window,
  kind: 'read' | 'healed',
): Promise<void> {
  const last = await tx.get<{ from_ms: number; to_ms: number; kind: string }>(
    'select from_ms, to_ms, kind from coverage where shop_id=? and from_ms <= ? order by from_ms desc limit 1',
    [shopId, window.from],
  )
  if (last && last.to_ms >= window.to) return
  if (last && last.kind === kind && last.to_ms >= window.from)
    await tx.run('update coverage set to_ms=?, read_at=? where shop_id=? and from_ms=?', [
      window.to,
      tx.now,
      shopId,
      last.from_ms,
    ])
  else {
    const from = last && last.to_ms > window.from ? last.to_ms : window.from
    await tx.run(
      `insert into coverage (shop_id,from_ms,to_ms,read_at,kind) values (?,?,?,?,?) on conflict(shop_id,from_ms) do update set to_ms=excluded.to_ms, read_at=excluded.read_at`,
      [shopId, from, window.to, tx.now, kind],
    )
  }
}

/** The strip of a shop from `from` to `to`: what is not recorded between is a gap. `slackMs` of the newest time is still on its way. */
export async function coverageOf(
  read: ReadDb,
  shopId: string,
  from: number,
  to: number,
  slackMs: number,
): Promise<CoverageSpan[]> {
  const rows = await read.all<{ from_ms: number; to_ms: number; kind: 'read' | 'healed' }>(
    'select from_ms, to_ms, kind from coverage where shop_id=? and to_ms > ? and from_ms < ? order by from_ms',
    [shopId, from, to],
  )
  const spans: CoverageSpan[] = []
  let at = rows[0] ? Math.max(from, rows[0].from_ms) : to
  for (const row of rows) {
    if (row.from_ms > at) spans.push({ from: at, to: row.from_ms, kind: 'gap' })
    const end = Math.min(row.to_ms, to)
    if (end > at || spans.length === 0)
      spans.push({ from: Math.max(at, row.from_ms), to: end, kind: row.kind })
    at = Math.max(at, end)
  }
  if (rows.length > 0 && to - at > slackMs) spans.push({ from: at, to, kind: 'gap' })
  return spans
}
