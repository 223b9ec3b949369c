import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCore, type Core } from '../build-core'
import type { Simulator } from '../connectors'
import { startGateway, type LanOptions } from '../gateway'
import { Disposables, type Clock } from '../kernel'
import { addShop, type ShopRow } from '../shops'
import { coreDatabase } from './core-database'
import { noLog } from './no-log'

export interface ServedCore extends AsyncDisposable {
  readonly core: Core
  /** Where the gateway answers. */
  readonly address: string
  /** A link that signs the owner in, once. */
  readonly link: () => string
  /**
   * Binds a shop to a simulator (or to what stands before it). Nothing is pulled until `core.sync.start()`; then all that
   * there is, at the platform's manners, or what changed `since` (UTC ms).
   */
  bind(platform: string, simulator: Pick<Simulator, 'origin' | 'settings'>, since?: number): Promise<ShopRow>
}

/** The whole program on a fresh folder, its database of the kind under test, its gateway on a free port. */
export async function aServedCore(given: { clock?: Clock; lan?: LanOptions } = {}): Promise<ServedCore> {
  await using born = new Disposables()
  const folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  born.add(() => rm(folder, { recursive: true, force: true }))
  const { place } = born.add(await coreDatabase())
  const core = born.add(
    await buildCore({
      folder,
      practice: false,
      log: noLog,
      ...(given.clock ? { clock: given.clock } : {}),
      ...('url' in place ? { databaseUrl: place.url } : {}),
    }),
  )
  const gateway = born.add(
    await startGateway({
      deps: core.rpc,
      log: noLog,
      host: '127.0.0.1',
      port: 0,
      rendererFolder: undefined,
      practicePictures: join(folder, 'none'),
      openSession: (origin) => core.openOwnerSession(origin),
      lan: given.lan ?? { port: 0, addresses: () => [] },
    }),
  )
  const life = born.move()
  return {
    core,
    address: gateway.address,
    link: () => gateway.oneTimeLink(),
    bind: (platform, { origin, settings }, since) =>
      core.database.withTx({ who: 'owner', from: 'test' }, (tx) =>
        addShop(tx, core.box, {
          platform,
          name: `${platform} 店`,
          url: origin,
          settings,
          since: since ?? null,
        }),
      ),
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}
