import type { AfterSale, Connector, IncomingPush, ShopConnection } from '../connectors'
import type { Actor, Database, LastStep } from '../database'
import type { RunningJob as Job } from '../jobs'
import { OutsideFailure, reasonOf, Refusal, type Clock, type Log, type SecretBox } from '../kernel'
import type { Intake } from '../flows'
import type { TimeOuts } from '../orders'
import { listShops, openAccount, platforms } from '../shops'
import { ORDER_OF, storePages } from './inbox'
import { PushDesk } from './push-desk'
import { ShopHttp } from './shop-http'
import { releaseHeldPushes } from '../inventory'
import { tellStock } from './tell-stock'
import { ShopRunner } from './shop-runner'
import { understandSome, type Understanding } from './understand'

export interface SyncDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
  readonly log: Log
  readonly timeOuts: () => TimeOuts
  /** A lane of a refund case turns red after so many minutes. */
  readonly refundDueMinutes: () => number
}

interface Open {
  readonly connector: Connector
  readonly connection: ShopConnection
  readonly http: ShopHttp
  readonly runner: ShopRunner
}

/** Announcements that have no entry in history: sync state, exceptions. */
export const announceStep: LastStep = {
  kind: 'announce',
  run: async (_tx, items) =>
    (items as { entity: string; entityId: string }[]).map((item) => ({ sequence: 0, ...item })),
}

/**
 * Keeps all shops current: a runner each, one understanding loop over the inbox, and the desk where pushes arrive.
 */
export class SyncService implements AsyncDisposable {
  readonly #open = new Map<string, Open>()
  readonly #opening = new Map<string, Promise<Open | undefined>>()
  readonly #desk: PushDesk
  readonly #understanding: Understanding
  #loop: Promise<void> = Promise.resolve()
  #again = false
  #looping = false
  #ended = false
  #retry: NodeJS.Timeout | undefined
  /** Set by composition: a job was queued. */
  wakeJobs: () => void = () => undefined

  constructor(readonly deps: SyncDeps) {
    this.#desk = new PushDesk(deps.database, deps.box, () => this.wake())
    this.#understanding = {
      ...deps,
      connectionOf: async (shopId) => (await this.#shop(shopId))?.connection,
      watchingOf: (shopId) => this.#watching(shopId),
    }
  }

  /** Starts runners for every shop that is neither paused nor removed; call again after shops changed. */
  async start(): Promise<void> {
    const shops = await listShops(this.deps.database.read)
    for (const shop of shops) {
      const open = this.#open.get(shop.id)
      if (shop.paused && open) await this.#close(shop.id)
      // A push or a job may have opened it already: that starts no runner.
      else if (!shop.paused) (await this.#shop(shop.id))?.runner.start()
    }
    for (const id of [...this.#open.keys()]) if (!shops.some((shop) => shop.id === id)) await this.#close(id)
    this.#retry ??= setInterval(() => void this.#retryExceptions(), 30_000)
    this.wake()
  }

  /** A shop's keys or address changed: the next contact uses the new ones. */
  async reopen(shopId: string): Promise<void> {
    await this.#close(shopId)
    await this.start()
  }

  pullNow(shopId: string | null): void {
    for (const [id, open] of this.#open) if (shopId === null || id === shopId) open.runner.pullNow()
  }

  /**
   * `sync --once`: ends when every window up to the platform's now is closed and all of it understood. A shop that
   * does not answer keeps none of the others back; returns those that did not, with why.
   */
  async once(
    shopIds: readonly string[],
    idleJobs: () => Promise<void>,
  ): Promise<readonly { readonly shopId: string; readonly error: OutsideFailure }[]> {
    const failed: { shopId: string; error: OutsideFailure }[] = []
    for (const id of shopIds) {
      const shop = await this.#shop(id)
      if (!shop) continue
      try {
        await shop.runner.once(true)
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error
        failed.push({ shopId: id, error })
      }
      await this.drain()
      await idleJobs()
      await this.drain()
    }
    return failed
  }

  /** Understands until the inbox is empty. */
  async drain(): Promise<void> {
    this.wake()
    while (this.#looping) await this.#loop
  }

  wake(): void {
    this.#again = true
    if (!this.#looping && !this.#ended) this.#loop = this.#understandAll()
  }

  /** A push for a shop: `undefined` = not genuine, nothing of it was kept. Resolves once it is durable. */
  async push(
    shopId: string,
    incoming: IncomingPush,
  ): Promise<{ repeat: boolean; externalId: string | null } | undefined> {
    const shop = await this.#shop(shopId)
    const accepted = shop?.connection.acceptPush?.(incoming)
    return accepted && this.#desk.accept(shopId, accepted.page, accepted.deliveryId)
  }

  /** How to speak of refunds with a shop; `undefined` while it is paused, gone, or its platform takes none. */
  async afterSaleOf(shopId: string): Promise<AfterSale | undefined> {
    const shop = (await listShops(this.deps.database.read)).find((one) => one.id === shopId)
    return !shop || shop.paused ? undefined : (await this.#shop(shopId))?.connection.afterSale
  }

  async #watching(shopId: string): Promise<Intake['afterSale']> {
    const opensCases = (await this.#shop(shopId))?.connector.manners.opensCases
    const row = await this.deps.database.read.get<{ created_at: number }>(
      'select created_at from shops where id=?',
      [shopId],
    )
    const refundDueMinutes = this.deps.refundDueMinutes()
    return row && opensCases && { opensCases, boundAt: row.created_at, refundDueMinutes }
  }

  /** Job `reread`: orders named by a thin event, a tie or a person are read in full. */
  async reread(
    job: Pick<Job, 'subject' | 'payload' | 'attempts'> & Partial<Pick<Job, 'signal'>>,
  ): Promise<void> {
    const shop = await this.#shop(job.subject)
    if (!shop) return
    const { ids } = job.payload as { ids: readonly string[] }
    for (const id of ids) {
      const page = await shop.connection.readOrder(id, job.signal)
      if (page)
        await this.deps.database.withTx(actor(job.subject), (tx) =>
          storePages(tx, this.deps.box, job.subject, [page]),
        )
      // An event may run ahead of the shop's own commit: ask once more before believing that it does not exist.
      else if (job.attempts < 2)
        throw new OutsideFailure(`order ${id} is not there yet`, { retryable: true, retryAfterMs: 1_000 })
    }
    this.wake()
  }

  /** Job `memo`: the platform is told the seller's memo; once it knows, later observations may change it again. */
  async tellMemo(job: Job): Promise<void> {
    const { orderId, commandId } = job.payload as { orderId: number; commandId: string }
    const row = await this.deps.database.read.get<{
      shop_id: string
      external_id: string
      memo: string
      memo_pending: string | null
    }>('select shop_id, external_id, memo, memo_pending from orders where id=?', [orderId])
    if (!row || row.memo_pending !== commandId) return
    const shop = await this.#shop(row.shop_id)
    if (!shop) return
    try {
      await shop.connection.writeMemo?.(row.external_id, row.memo, job.signal)
    } catch (error) {
      // A rule of the platform's that its connector knows: the same text is refused every time.
      if (error instanceof Refusal) throw new OutsideFailure(error.code, { retryable: false, cause: error })
      throw error
    }
    await this.deps.database.withTx(actor(row.shop_id), async (tx) => {
      await tx.run('update orders set memo_pending=null, memo_told=1 where id=? and memo_pending=?', [
        orderId,
        commandId,
      ])
      tx.collect('announce', { entity: 'order', entityId: String(orderId) })
    })
  }

  /** Job `tell-stock`: the shop is told what changed since it was told last, always the newest figures. */
  async tellStock(job: Pick<Job, 'subject' | 'signal'>): Promise<void> {
    const connection = await this.connectionOf(job.subject)
    if (connection?.pushStock) await tellStock(this.deps.database, job.subject, connection, job.signal)
  }

  /** A person asked: this exception is tried at once. An order is asked for anew, so the answer is the platform's of now. */
  async retryNow(exceptionId: number): Promise<void> {
    const row = await this.deps.database.read.get<{
      shop_id: string
      external_id: string | null
      kind: string
    }>(`select shop_id, external_id, kind from inbox_pages where id=? and state='exception'`, [exceptionId])
    if (row && row.external_id !== null && row.kind.startsWith(ORDER_OF))
      await this.reread({ subject: row.shop_id, payload: { ids: [row.external_id] }, attempts: 2 })
    else await this.#retryExceptions()
    await this.drain()
  }

  /** Speaks with a shop under keys that may not be saved yet. */
  connectorOf(platform: string): Connector | undefined {
    return platforms.get(platform)
  }
  async connectionOf(shopId: string): Promise<ShopConnection | undefined> {
    return (await this.#shop(shopId))?.connection
  }
  async mannersOf(shopId: string): Promise<Connector['manners'] | undefined> {
    return (await this.#shop(shopId))?.connector.manners
  }
  async takesMemo(shopId: string): Promise<boolean> {
    return (await this.#shop(shopId))?.connector.manners.takesMemo ?? false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true
    clearInterval(this.#retry)
    await Promise.allSettled(this.#opening.values())
    for (const id of [...this.#open.keys()]) await this.#close(id)
    await this.#desk[Symbol.asyncDispose]()
    await this.#loop
  }

  async #understandAll(): Promise<void> {
    this.#looping = true
    try {
      while (this.#again && !this.#ended) {
        this.#again = false
        while (!this.#ended && (await understandSome(this.#understanding, false)) > 0) this.wakeJobs()
      }
    } catch (error) {
      this.deps.log.error(
        { error: error instanceof Refusal ? error.code : reasonOf(error) },
        'understanding stopped; it goes on at the next news',
      )
    } finally {
      this.#looping = false
    }
  }

  async #retryExceptions(): Promise<void> {
    try {
      await understandSome(this.#understanding, true)
      await this.deps.database.withTx({ who: 'core', from: 'core' }, releaseHeldPushes)
      this.wakeJobs()
    } catch (error) {
      this.deps.log.warn({ error }, 'exceptions could not be tried again')
    }
  }

  async #shop(shopId: string): Promise<Open | undefined> {
    const known = this.#open.get(shopId)
    if (known) return known
    // Asked for twice at the same moment it is opened once: a second runner would pull beside the first.
    const opening = this.#opening.get(shopId) ?? this.#openShop(shopId)
    this.#opening.set(shopId, opening)
    return opening.finally(() => this.#opening.delete(shopId))
  }

  async #openShop(shopId: string): Promise<Open | undefined> {
    const account = await openAccount(this.deps.database.read, this.deps.box, shopId)
    const connector = account && platforms.get(account.platform)
    if (!account || !connector) return undefined
    const http = new ShopHttp(this.deps.clock, connector.manners)
    const connection = connector.open(account, { clock: this.deps.clock, http })
    const runner = new ShopRunner({
      ...this.deps,
      shopId,
      connector,
      connection,
      http,
      since: account.since,
      stored: () => this.wake(),
    })
    const open = { connector, connection, http, runner }
    this.#open.set(shopId, open)
    return open
  }

  async #close(shopId: string): Promise<void> {
    // Whoever asked for it hears why it did not open; here it only must not be left behind.
    await this.#opening.get(shopId)?.catch(() => undefined)
    const open = this.#open.get(shopId)
    this.#open.delete(shopId)
    await open?.runner[Symbol.asyncDispose]()
  }
}

function actor(shopId: string): Actor {
  return { who: 'sync', from: `shop:${shopId}` }
}
