import type { Words } from './words'

/** People beside the owner, the stations they work at, and the codes that let in a person or a station once. */
export async function people({ int, table, index, run }: Words): Promise<void> {
  // Never deleted: history speaks of them.
  await run(`alter table people add column removed_at ${int}`)
  await table(
    'stations',
    `id text primary key, token_hash text not null unique, name text not null, paired_from text not null, paired_at ${int} not null,
    last_seen_at ${int} not null, removed_at ${int}`,
  )
  // Null: a browser on the PC itself. A session of a station holds on that station alone.
  await run('alter table sessions add column station_id text references stations(id)')
  await index('sessions_of_person', 'sessions(person_id)')
  await table(
    'one_time_codes',
    `code_hash text primary key, purpose text not null check (purpose in ('pair','pin')), person_id text references people(id),
    made_at ${int} not null, expires_at ${int} not null, check ((purpose = 'pin') = (person_id is not null))`,
  )
}
