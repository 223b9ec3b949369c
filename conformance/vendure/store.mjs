// A real Vendure store on a real PostgreSQL, from nothing, on 127.0.0.1: the judge that nobody of this project wrote.
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { openSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { startPostgres } from '../../tools/postgres.mjs'
import { operator } from './api.mjs'
import { placeOrders } from './buyers.mjs'
import { furnish } from './furnish.mjs'
import { mutate } from './mutate.mjs'
import { readAll } from './read-all.mjs'

const START_TIMEOUT_MS = 120_000

/**
 * Starts the store with an empty database and furnishes it. `workDir` takes its log.
 * `placeOrders(n, seed)`, `mutate(steps, seed)` and `readAll()` act on it; `pushTo` says where its events go and
 * which share of them is lost on the way.
 */
export async function startStore({ workDir, port, products = 10 }) {
  await mkdir(workDir, { recursive: true })
  const log = join(workDir, 'vendure.log')
  const postgres = await startPostgres()
  const password = randomBytes(12).toString('hex')
  const out = openSync(log, 'w')
  const server = fork(fileURLToPath(new URL('./server.cjs', import.meta.url)), [], {
    stdio: ['ignore', out, out, 'ipc'],
    env: { ...process.env, STORE_PORT: String(port), STORE_DATABASE: postgres.url, STORE_PASSWORD: password },
  })
  const stop = async () => {
    await ended(server)
    await postgres.stop()
  }
  try {
    await ready(server, log)
    const origin = `http://127.0.0.1:${port}`
    const username = 'superadmin'
    const owner = await operator(origin, username, password)
    const apiKey = await furnish(owner, products)
    return {
      origin,
      apiKey,
      username,
      password,
      owner,
      stop,
      placeOrders: (n, seed, least) => placeOrders(origin, owner, n, seed, least),
      mutate: (steps, seed, afterStep) => mutate({ origin, owner, steps, seed, afterStep }),
      readAll: () => readAll(owner),
      pushTo: (url, { secret, loseShare = 0, seed = 1 }) =>
        void server.send({ hook: { url, secret, loseShare, seed } }),
      pushCounts: () => answer(server),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function ready(server, log) {
  return new Promise((resolve, reject) => {
    const fail = async (why) =>
      reject(new Error(`Vendure ${why}:\n${(await readFile(log, 'utf8')).slice(-2000)}`))
    const timer = setTimeout(() => void fail('did not start in time'), START_TIMEOUT_MS)
    server.once('exit', (code) => void fail(`ended with ${code}`))
    server.once('message', () => {
      clearTimeout(timer)
      server.removeAllListeners('exit')
      resolve(undefined)
    })
  })
}

function answer(server) {
  return new Promise((resolve) => {
    server.once('message', (message) => resolve(message.counts))
    server.send({ ask: 'counts' })
  })
}

function ended(server) {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve(undefined)
    const timer = setTimeout(() => server.kill('SIGKILL'), 10_000)
    server.once('exit', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
    server.send({ stop: true })
  })
}
