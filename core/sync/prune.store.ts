import type { Database, Value } from '../database'

const DAY_MS = 86_400_000

/** How long what was understood, done or answered is kept, in days. History, orders and exceptions have no such limit. */
export const KEEP_DAYS = {
  /** Answers to commands: a client repeats within minutes. */
  commands: 30,
  /** Names of pushes: a repeat later than this is understood once more, and changes nothing. */
  pushes: 30,
  jobs: 90,
  /** Raw material of orders; the latest of each kind stays with its order for ever. */
  parts: 90,
} as const

/** Jobs whose key may come again without harm. What pays, ships or pushes stock is kept: its key is its receipt. */
const PRUNABLE_JOBS = ['reread', 'memo']

/** So many rows go in one transaction, and so many are looked up at a time. */
const BATCH = 200
const LOOK_UP = 2_000
/** Parts are walked by id, so many at a time, and so many in one night: the walk goes on the next night. */
const STRIDE = 10_000
const NIGHTLY_PARTS = 500_000
const CURSOR = 'parts_thinned_to'
const ACTOR = { who: 'core', from: 'core' }

export interface Pruned {
  readonly commands: number
  readonly jobs: number
  readonly pushes: number
  readonly parts: number
}

/**
 * Removes what nobody will ask for again: old answers to commands, done jobs, the names of old pushes, and understood
 * raw material that newer has replaced. Looks on the slow reader and deletes in short transactions, so that work goes
 * on meanwhile; ends early, whole, when `signal` aborts. Repeating it, or several processes at once, does no harm.
 */
export async function prune(
  database: Pick<Database, 'slow' | 'withTx'>,
  now: number,
  signal?: AbortSignal,
): Promise<Pruned> {
  const before = (days: number) => now - days * DAY_MS
  const kinds = PRUNABLE_JOBS.map(() => '?').join(',')
  const whole = (table: string, where: string, params: readonly Value[]) =>
    pruneWhere(database, table, where, params, signal)
  return {
    commands: await whole('commands', 'at < ?', [before(KEEP_DAYS.commands)]),
    jobs: await whole('jobs', `state = 'done' and done_at < ? and kind in (${kinds})`, [
      before(KEEP_DAYS.jobs),
      ...PRUNABLE_JOBS,
    ]),
    pushes: await whole('inbox_pages', `state = 'done' and last_at < ?`, [before(KEEP_DAYS.pushes)]),
    parts: await thinParts(database, before(KEEP_DAYS.parts), signal),
  }
}

type Id = number | string

/** The condition is asked again at the delete: a push that came anew in between is not a done one any more. */
async function pruneWhere(
  database: Pick<Database, 'slow' | 'withTx'>,
  table: string,
  where: string,
  params: readonly Value[],
  signal: AbortSignal | undefined,
): Promise<number> {
  let gone = 0
  while (!signal?.aborted) {
    const rows = await database.slow.all<{ id: Id }>(
      `select id from ${table} where ${where} limit ${LOOK_UP}`,
      params,
    )
    let now = 0
    for (let start = 0; start < rows.length && !signal?.aborted; start += BATCH)
      now += await remove(database, table, rows.slice(start, start + BATCH), where, params)
    gone += now
    if (rows.length < LOOK_UP || now === 0) break
  }
  return gone
}

async function remove(
  database: Pick<Database, 'withTx'>,
  table: string,
  rows: readonly { id: Id }[],
  where: string,
  params: readonly Value[],
): Promise<number> {
  if (rows.length === 0) return 0
  const ids = rows.map((row) => row.id)
  return database.withTx(ACTOR, (tx) =>
    tx.run(`delete from ${table} where id in (${ids.map(() => '?').join(',')}) and ${where}`, [
      ...ids,
      ...params,
    ]),
  )
}

const REPLACED = `last_at < ? and exists (select 1 from inbox_parts newer where newer.order_id = inbox_parts.order_id
  and newer.kind = inbox_parts.kind and newer.source = inbox_parts.source
  and (newer.last_at > inbox_parts.last_at or (newer.last_at = inbox_parts.last_at and newer.id > inbox_parts.id)))`

/**
 * Ids rise with the time of arrival, so the walk ends at the first part that is young. Where it stands is kept in
 * `meta`; at the end it begins anew, because what was the latest then may have been replaced since.
 */
async function thinParts(
  database: Pick<Database, 'slow' | 'withTx'>,
  cutoff: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { slow } = database
  const kept = await slow.get<{ value: string }>('select value from meta where key = ?', [CURSOR])
  let at = Number(kept?.value ?? 0)
  const stop = at + NIGHTLY_PARTS
  let gone = 0
  while (!signal?.aborted && at < stop) {
    const next = await slow.get<{ id: number; first_at: number }>(
      'select id, first_at from inbox_parts where id > ? order by id limit 1',
      [at],
    )
    if (!next || next.first_at >= cutoff) {
      at = 0
      break
    }
    const to = next.id + STRIDE - 1
    const rows = await slow.all<{ id: number }>(
      `select id from inbox_parts where id between ? and ? and ${REPLACED}`,
      [next.id, to, cutoff],
    )
    for (let start = 0; start < rows.length; start += BATCH)
      gone += await remove(database, 'inbox_parts', rows.slice(start, start + BATCH), REPLACED, [cutoff])
    at = to
  }
  await database.withTx(ACTOR, (tx) =>
    tx.run(
      'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
      [CURSOR, String(at)],
    ),
  )
  return gone
}
