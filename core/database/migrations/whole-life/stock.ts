import type { Words } from './words'

/** Stock: goods that came back damaged lie in a warehouse without being for sale. */
export async function stock({ int, run }: Words): Promise<void> {
  await run(`alter table stock_levels add column damaged ${int} not null default 0 check (damaged >= 0)`)
  await run(`alter table stock_moves add column damaged ${int} not null default 0`)
}
