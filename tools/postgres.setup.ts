import { startPostgres } from './postgres.mjs'

/** vitest globalSetup of the project «postgres»: one server for the whole run, its address in ZG_PG_URL. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['ZG_PG_URL']) return undefined
  const server = await startPostgres()
  process.env['ZG_PG_URL'] = server.url
  return () => server.stop()
}
