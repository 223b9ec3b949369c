import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { adoptSessions, OWNER_ID, sessionsOf, type SessionEntity } from '../auth'
import { buildCore, type Core } from '../build-core'
import { startGateway, type LanOptions } from '../gateway'
import { defaultDataFolder } from '../kernel/data-folder'
import { Disposables, type Clock } from '../kernel'
import { joinPractice } from '../join-practice'
import { resourceFolder } from '../resource-folder'
import { DEFAULT_PORT, type Io } from './io'
import { listenThrough } from './through'

export interface ServeOptions {
  /** The folder to begin with. */
  readonly folder: string
  readonly practice: boolean
  readonly host: string
  readonly port: number
  /** The door to the LAN; on the port of this PC if absent. */
  readonly lan?: LanOptions
  readonly signal: AbortSignal
  readonly run: (core: Core, argv: readonly string[], io: Pick<Io, 'out' | 'err' | 'cwd'>) => Promise<number>
  /** Called with the address and a one-time link each time a folder is being served. */
  readonly ready: (face: { address: string; link: string; practice: boolean; folder: string }) => void
  readonly clock?: Clock
}

/** Core and gateway in one process until the signal; a switch of folder closes the one and opens the other. */
export async function serve(options: ServeOptions): Promise<void> {
  const real = options.practice ? defaultDataFolder('real') : options.folder
  const play = options.practice
    ? options.folder
    : options.folder === defaultDataFolder('real')
      ? defaultDataFolder('practice')
      : `${options.folder}-practice`
  let { practice, port } = options
  // Who is the owner of the real shops is it in the practice folder too, never the other way round.
  let owners: readonly SessionEntity[] = []
  while (!options.signal.aborted) {
    const folder = practice ? play : real
    const next = await serveOne({ ...options, folder, practice, port, owners }, (bound) => (port = bound)) // prettier-ignore
    if (next === undefined) return
    practice = next.to === 'practice'
    owners = practice ? next.owners : []
  }
}

async function serveOne(
  options: ServeOptions & { owners: readonly SessionEntity[] },
  bound: (port: number) => void,
): Promise<{ to: 'practice' | 'real'; owners: readonly SessionEntity[] } | undefined> {
  const end = Promise.withResolvers<'practice' | 'real' | undefined>()
  options.signal.addEventListener('abort', () => end.resolve(undefined), { once: true })
  await using core = await buildCore({
    folder: options.folder,
    practice: options.practice,
    switchFolder: (to) => end.resolve(to),
  })
  const { database, clock } = core.rpc
  if (options.owners.length > 0)
    await database.withTx({ who: 'owner', from: 'serve' }, (tx) => adoptSessions(tx, options.owners))
  await using served = await serveFolder(core, options)
  bound(Number(new URL(served.address).port))
  options.ready({
    address: served.address,
    link: served.link(),
    practice: options.practice,
    folder: options.folder,
  })
  const to = await end.promise
  return to && { to, owners: options.practice ? [] : await sessionsOf(database.read, OWNER_ID, clock.now()) }
}

/** Opens the faces of a core: gateway, local socket, practice shops where the folder is one; then sync begins. */
export async function serveFolder(
  core: Core,
  options: Pick<ServeOptions, 'host' | 'port' | 'lan' | 'practice' | 'run'>,
): Promise<AsyncDisposable & { address: string; link(): string }> {
  await using born = new Disposables()
  const gateway = born.add(
    await startGateway({
      deps: core.rpc, log: core.log, host: options.host, port: options.port, rendererFolder: built('renderer'), practicePictures: resourceFolder('practice'),
      lan: options.lan ?? { port: options.port || DEFAULT_PORT },
      openSession: (origin) => core.openOwnerSession(origin),
    }), // prettier-ignore
  )
  await core.served(gateway.address)
  born.add(await listenThrough(core.folder, (argv, io) => options.run(core, argv, io)))
  if (options.practice) born.add(await joinPractice(core, gateway.address))
  // Nobody asks a shop any more when the practice shops end: their end is no trouble to be logged.
  born.add(core.jobs)
  born.add(core.sync)
  await core.sync.start()
  const life = born.move()
  return {
    address: gateway.address,
    link: () => gateway.oneTimeLink(),
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}

/** Beside the built core (`out/main`), or in the checkout when run from source. */
function built(part: string): string {
  return firstThere([`../${part}`, `../../out/${part}`, `../../${part}`])
}
function firstThere(places: readonly string[]): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const found = places.map((place) => join(here, place)).find((place) => existsSync(place))
  return found ?? join(here, places[0] ?? '')
}
