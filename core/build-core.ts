import 'reflect-metadata'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { historyStep, feedHead } from './audit'
import {
  fileKeeper,
  LanSwitch,
  openSecretBox,
  openSession,
  OWNER_ID,
  readSettings,
  type KeyKeeper,
} from './auth'
import {
  backup,
  backupBeforeMigration,
  databaseFile,
  listBackup,
  listBackups,
  lockFolder,
  openDatabase,
  type BackupRow,
  type Database,
  type Migrations,
  type ReadDb,
} from './database'
import { entities } from './entities'
import { ExportDesk } from './exports'
import { shopStockStep, TELL_STOCK } from './inventory'
import { startJobs, type Jobs } from './jobs'
import {
  Changes,
  createLog,
  Disposables,
  randomToken,
  Refusal,
  systemClock,
  type Clock,
  type Log,
  type SecretBox,
} from './kernel'
import { followSlip, FOLLOW_SLIP, matchSlipsAgain, parcelCameBack, planOn, PLAN_STOCK, readSlipJob, type OnMatched, type ReadingDeps } from './flows' // prettier-ignore
import { countersStep, searchStep, resetDueTimes } from './orders'
import { tellCustomer } from './notifications'
import { OpenShops } from './practice'
import { PayoutJournal, recallPayout, recallPayouts, runPayout, tellPlatform } from './refunds'
import { matchAgain, UploadDesk } from './reconciliation'
import { FeedHub, type RouterDeps } from './rpc'
import { connectorOf, checkNewShop } from './shops'
import { Sendings, SlipDesk } from './slips'
import { announceStep, shipmentTeller, ShopHttp, SyncService } from './sync'
import { prune } from './sync/prune.store'
import { startNightly } from './nightly'
import { resourceFolder } from './resource-folder'
import { startMatchingAgain } from './match-again'

export const VERSION = '0.1.0'

export interface CoreOptions {
  readonly folder: string
  readonly practice: boolean
  /** Where the data key is kept; a 0600 file if absent. */
  readonly keeper?: KeyKeeper
  /** A PostgreSQL url in place of the folder's own file. */
  readonly databaseUrl?: string
  readonly clock?: Clock
  readonly log?: Log
  readonly maxPageCount?: number
  /** Other than this program's own: how a test plays the next version. */
  readonly migrations?: Migrations
  readonly switchFolder?: (to: 'practice' | 'real') => void
}

/** A running core: everything that owns the data folder. Faces (desktop, gateway, command line) stand on it. */
export interface Core extends AsyncDisposable {
  readonly folder: string
  readonly practice: boolean
  readonly database: Database
  readonly box: SecretBox
  readonly log: Log
  readonly clock: Clock
  readonly sync: SyncService
  readonly jobs: Jobs
  readonly rpc: RouterDeps
  backupNow(): Promise<BackupRow>
  /** The gateway's address while one is open. */
  readonly address: string | undefined
  readonly serving: boolean
  /** A gateway has opened; where is also remembered for a command that runs without one. */
  served(address: string): Promise<void>
  /** Where the gateway answers, or did when one was last open; `undefined` before the first time. */
  lastAddress(): Promise<string | undefined>
  /** A session of the owner, for the one-time link. */
  openOwnerSession(origin: string): Promise<string>
}

/** The composition root: opens the folder (refuses a second program with `folder-in-use`) and joins the slices. */
export async function buildCore(options: CoreOptions): Promise<Core> {
  const { folder, practice } = options
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog('warn')
  await using born = new Disposables()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = born.add(lockFolder(folder))
  const file = databaseFile(folder)
  const changes = new Changes()
  const backups = join(folder, 'backups')
  let saved: BackupRow | undefined
  const database = born.add(
    await openDatabase({
      ...(options.databaseUrl ? { url: options.databaseUrl } : { file }),
      entities, changes, clock,
      lastSteps: [countersStep, searchStep, shopStockStep, announceStep, historyStep],
      ...(options.maxPageCount ? { maxPageCount: options.maxPageCount } : {}),
      ...(options.migrations ? { migrations: options.migrations } : {}),
      async beforeMigration(next) {
        // PostgreSQL's own tools back it up; the migrations are one transaction there too.
        if (options.databaseUrl) return log.warn({ next }, 'the schema of this PostgreSQL database is being changed')
        saved = await backupBeforeMigration(file, backups, next, clock)
        return join(backups, saved.file)
      },
    }), // the union is settled by the url
  ) // prettier-ignore
  const box = await openSecretBox(options.keeper ?? fileKeeper(folder), database)
  if (saved) await listBackup(database, saved)
  const epoch = await settleFolder(database, practice)
  let settings = await readSettings(database.read)

  const refundDueMinutes = () => settings.refundDueMinutes
  const sync = born.add(
    new SyncService({ database, box, clock, log, timeOuts: () => settings, refundDueMinutes }),
  )
  const journal = PayoutJournal.open(folder)
  const paying = { database, journal, clock, afterSaleOf: (shopId: string) => sync.afterSaleOf(shopId) }
  await recallPayouts(database, journal)
  const onSlipMatched: OnMatched = async (tx, slip) => ({
    followed: (await parcelCameBack(tx, { refundDueMinutes: refundDueMinutes() }, slip)) !== undefined,
  })
  const desk = new SlipDesk({ cacheFolder: join(folder, 'cache'), tries: 1 })
  const reading: ReadingDeps = { database, box, desk, onMatched: onSlipMatched }
  const messageHttp = new ShopHttp(clock, { callsPerSecond: 5, burst: 10 })
  const jobs = born.add(
    startJobs({
      database,
      clock,
      log,
      changes,
      handlers: {
        reread: (job) => sync.reread(job),
        memo: (job) => sync.tellMemo(job),
        payout: (job) => runPayout(paying, job),
        'case-tell': (job) => tellPlatform(paying, job),
        'refund-recall': (job) => recallPayout(database, job),
        'read-slip': (job) => readSlipJob(reading, job),
        [FOLLOW_SLIP]: (job) => followSlip(database, reading, job),
        notify: (job) => tellCustomer({ database, box, clock, http: messageHttp }, job),
        ship: shipmentTeller({
          database,
          timeOuts: () => settings,
          connectionOf: (id) => sync.connectionOf(id),
        }),
        [TELL_STOCK]: (job) => sync.tellStock(job),
        [PLAN_STOCK]: (job) =>
          database.withTx({ who: 'core', from: 'core' }, (tx) => planOn(tx, job.payload)),
      },
    }),
  )
  // Ended before the jobs that wait for it.
  born.add(desk)
  born.add(startMatchingAgain({ changes, clock, log, match: () => matchSlipsAgain(reading, clock.now()) }))
  sync.wakeJobs = () => jobs.wake()
  const hub = born.add(new FeedHub(changes, epoch, await feedHead(database.read)))
  const backupNow = () => backup(database, backups, clock, settings.backupKeep)
  born.add(
    startNightly({
      clock, log,
      // PostgreSQL's own tools back it up.
      hour: () => (options.databaseUrl ? null : settings.backupHour),
      lastBackupAt: async () => (await listBackups(database))[0]?.at,
      backup: backupNow,
      // An order may come after its bill.
      match: (signal) => matchAgain(database, { who: 'core', from: 'core' }, signal),
      prune: (signal) => prune(database, clock.now(), signal),
    }),
  ) // prettier-ignore

  const exports = born.add(new ExportDesk(join(folder, 'exports'), clock))
  const uploads = born.add(new UploadDesk(join(folder, 'uploads')))

  const rpc: RouterDeps = {
    folder, slipForms: resourceFolder('practice/slips'), paying, refundDueMinutes,
    exports, uploads, database, box, clock, messageHttp, practice, sync, hub, version: VERSION, lan: new LanSwitch(),
    takesMemo: (shopId) => sync.takesMemo(shopId),
    timeOuts: () => settings,
    shipsOf: async (shopId) => (await sync.mannersOf(shopId))?.ships,
    refundMannersOf: async (shopId) => (await sync.mannersOf(shopId)) ?? {},
    connectionOf: (shopId) => sync.connectionOf(shopId),
    wakeJobs: () => jobs.wake(),
    sendings: new Sendings(clock),
    playing: new OpenShops(),
    onSlipMatched,
    tryConnection(keys) {
      const { origin, settings: filled } = checkNewShop(keys)
      const connector = connectorOf(keys.platform)
      return connector.open({ id: 'new', origin, settings: filled }, { clock, http: new ShopHttp(clock, connector.manners) })
    },
    shopsChanged: (shopId) => sync.reopen(shopId),
    backups: { list: () => listBackups(database), now: backupNow, folder: backups },
    async settingsChanged() {
      const before = settings
      settings = await readSettings(database.read)
      if (before.unpaidYellowMinutes !== settings.unpaidYellowMinutes || before.unshippedRedMinutes !== settings.unshippedRedMinutes)
        await resetDueTimes(database, settings)
    },
    switchFolder: options.switchFolder ?? (() => undefined),
  } // prettier-ignore

  const life = born.move()
  let address: string | undefined
  return {
    get address() {
      return address
    },
    get serving() {
      return address !== undefined
    },
    async served(at) {
      address = at
      // A comfort: on a full disk the counter opens without it.
      await rememberAddress(database, at).catch((error: unknown) => log.warn({ error }, 'the address could not be kept'))
    },
    lastAddress: async () => address ?? (await rememberedAddress(database.read)),
    folder, practice, database, box, log, clock, sync, jobs, rpc, backupNow,
    openOwnerSession: (origin) => database.withTx({ who: 'owner', from: origin }, (tx) => openSession(tx, OWNER_ID, origin)),
    async [Symbol.asyncDispose]() {
      await life[Symbol.asyncDispose]()
      lock[Symbol.dispose]()
    },
  } // prettier-ignore
}

const ADDRESS = 'last_address'

async function rememberedAddress(read: ReadDb): Promise<string | undefined> {
  return (await read.get<{ value: string }>('select value from meta where key = ?', [ADDRESS]))?.value
}

async function rememberAddress(database: Database, address: string): Promise<void> {
  if ((await rememberedAddress(database.read)) === address) return
  await database.withTx({ who: 'core', from: 'core' }, (tx) =>
    tx.run(
      'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
      [ADDRESS, address],
    ),
  )
}

/** Writes at birth what a folder is for life, and gives it its epoch. Refuses `folder-is-practice` / `folder-is-real`. */
async function settleFolder(database: Database, practice: boolean): Promise<string> {
  const kind = practice ? 'practice' : 'real'
  return database.withTx({ who: 'core', from: 'core' }, async (tx) => {
    await tx.run('insert into meta (key, value) values (?, ?) on conflict(key) do nothing', ['kind', kind])
    await tx.run('insert into meta (key, value) values (?, ?) on conflict(key) do nothing', [
      'epoch',
      randomToken(),
    ])
    await tx.run(
      `insert into people (id, name, roles, pin_hash, created_at) values (?, ?, ?, null, ?) on conflict(id) do nothing`,
      [OWNER_ID, '掌柜', 'owner', tx.now],
    )
    await tx.run(
      'insert into warehouses (id, name, position) select ?, ?, 1 where not exists (select 1 from warehouses)',
      ['w1', practice ? '杭州仓' : '总仓'],
    )
    const rows = await tx.all<{ key: string; value: string }>('select key, value from meta')
    const meta = new Map(rows.map((row) => [row.key, row.value]))
    if (meta.get('kind') !== kind) throw new Refusal(practice ? 'folder-is-real' : 'folder-is-practice')
    return meta.get('epoch') ?? ''
  })
}
