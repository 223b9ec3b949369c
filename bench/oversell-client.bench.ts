// One of the processes of oversell.bench.ts: told what to do, says that it is ready, waits for «go», answers once.
import { once } from 'node:events'
import pg from 'pg'
import { askBare, askOurs, openShared, type Asked } from './oversell-client'

const [asked] = (await once(process, 'message')) as [Asked]
const database = asked.bare ? undefined : await openShared(asked.url)
const client = new pg.Client({ connectionString: asked.url })
await client.connect()
// The first transaction opens the pool's connection: not part of the race.
await database?.read.get('select 1 as one')
process.send?.('ready')
await once(process, 'message')
process.send?.(database ? await askOurs(database, asked) : await askBare(client, asked))
