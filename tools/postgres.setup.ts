import { startPostgres } from './postgres.mjs'

/** vitest globalSetup of the project «postgres»: one server for the whole run, its address in ZG_PG_URL, the name for a migrated template in ZG_PG_TEMPLATE. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['ZG_PG_URL']) return undefined
  const server = await startPostgres()
  process.env['ZG_PG_URL'] = server.url
  process.env['ZG_PG_TEMPLATE'] = 'zg_migrated'
  return () => server.stop()
}
