// A program that is killed: takes pages of orders into a folder, one after the other, until all are in. For
// kill-9.test.ts, which builds it and starts it anew after every death.
// `node intake-child.js FOLDER PAGES LOG [DEATH MS]`: it dies so many ms after it has acknowledged the DEATHth page.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { buildCore } from '../build-core'
import type { RawPage } from '../connectors'
import { addShop, listShops } from '../shops'
import { storePages } from '../sync/inbox'
import { noLog } from './no-log'

const [folder = '', pagesFile = '', logFile = '', death = '0', afterMs = '0'] = process.argv.slice(2)
const actor = { who: 'test', from: 'test' }
/** So many pages may wait to be understood: acknowledging and understanding go hand in hand. */
const AHEAD = 8

/** Kills this program from a thread of its own: in the middle of whatever it does, and however late its parent is. */
function aKiller(): Worker {
  const code = `require('node:worker_threads').parentPort.once('message', (ms) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
    process.kill(process.pid, 'SIGKILL')
  })`
  const killer = new Worker(code, { eval: true })
  killer.unref()
  return killer
}

// In a function: the bundler turns a top-level `await using` into a plain variable that nothing disposes.
async function main(): Promise<void> {
  await using core = await buildCore({ folder, practice: false, log: noLog })
  const [known] = await listShops(core.database.read)
  const settings = { api_key: 'k' }
  const shop =
    known ??
    (await core.database.withTx(actor, (tx) =>
      addShop(tx, core.box, {
        platform: 'vendure',
        name: '店',
        url: 'http://127.0.0.1:9',
        settings,
        since: null,
      }),
    ))

  const pages = JSON.parse(readFileSync(pagesFile, 'utf8')) as RawPage[]
  const logged = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n').slice(0, -1) : []
  const acknowledged = new Set(logged.map(Number))
  const log = openSync(logFile, 'a')
  // A death may have torn the last line: what is written after it must not be joined to it.
  if (existsSync(logFile) && !readFileSync(logFile, 'utf8').endsWith('\n')) writeSync(log, '\n')
  const killer = Number(death) > 0 ? aKiller() : undefined
  let written = 0

  core.sync.wake()
  let ahead = 0
  for (const [n, page] of pages.entries()) {
    if (acknowledged.has(n)) continue
    await core.database.withTx(actor, (tx) => storePages(tx, core.box, shop.id, [page]))
    // From here on the sender may forget it.
    writeSync(log, `${n}\n`)
    fsyncSync(log)
    if (++written === Number(death)) killer?.postMessage(Number(afterMs))
    core.sync.wake()
    if (++ahead % AHEAD === 0) await core.sync.drain()
  }
  await core.sync.drain()
  closeSync(log)
}

await main()
