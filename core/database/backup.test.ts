import SqliteDatabase from 'better-sqlite3'
import { watch } from 'node:fs'
import { appendFile, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyStep, recordHistory } from '../audit'
import { queueJob } from '../jobs'
import { Changes } from '../kernel'
import { coreDatabase, fakeClock } from '../testing'
import {
  backup,
  databaseFile,
  doctor,
  listBackups,
  lockFolder,
  openDatabase,
  restoreBackup,
  verifyBackup,
  verifyChain,
  type Database,
} from './index'

const actor = { who: 'owner', from: 'desktop' }
// Three in the morning where this PC stands: a backup is named by its clock.
const NIGHT = new Date(2026, 10, 24, 3).getTime()
const clock = fakeClock(NIGHT)
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function openIn(where: string): Promise<Database> {
  return openDatabase({
    file: databaseFile(where),
    entities: [],
    lastSteps: [historyStep],
    changes: new Changes(),
    clock,
  })
}

async function fill(database: Database, kind = 'real'): Promise<void> {
  await database.withTx(actor, async (tx) => {
    await tx.run(`insert into meta (key, value) values ('kind', ?), ('epoch', 'first')`, [kind])
    await tx.run(`insert into people (id, name, roles, created_at) values ('owner', '掌柜', 'owner', 0)`)
    await tx.run(
      `insert into sessions (id_hash, person_id, origin, created_at, expires_at) values ('h', 'owner', 'x', 0, 9)`,
    )
    await queueJob(tx, { kind: 'memo', subject: 'order:1', payload: {}, key: 'waiting' })
    recordHistory(tx, { kind: 'noted', entity: 'order', entityId: '1', changes: [['memo', null, '周末送']] })
  })
}

test.runIf(process.env['ZG_DB'] === 'postgres')(
  'on PostgreSQL a backup is refused with what to do instead',
  async () => {
    await using database = await coreDatabase()
    await expect(backup(database, folder, clock, 3)).rejects.toMatchObject({
      code: 'backup-with-postgres-tools',
    })
    expect(await readdir(folder)).toEqual([])
  },
)

describe.skipIf(process.env['ZG_DB'] === 'postgres')('a backup', () => {
  test('is named by its time, proven, listed, and the oldest go', async () => {
    await using database = await coreDatabase({ clock })
    await fill(database)
    const made = []
    for (let n = 0; n < 4; n++) {
      made.push(await backup(database, folder, clock, 2))
      await clock.advance(n === 0 ? 0 : 86_400_000)
    }
    expect(made[0]).toMatchObject({
      file: 'zhanggui-20261124-030000.sqlite',
      problem: null,
      provenAt: NIGHT,
    })
    expect(made[1]?.file).toBe('zhanggui-20261124-030000-2.sqlite')
    expect((await listBackups(database)).map((row) => row.file)).toEqual([
      'zhanggui-20261126-030000.sqlite',
      'zhanggui-20261125-030000.sqlite',
    ])
    expect((await readdir(folder)).sort()).toEqual([
      'zhanggui-20261125-030000.sqlite',
      'zhanggui-20261126-030000.sqlite',
    ])
  })

  test('of a database whose sums are wrong is not proven, and such ones do not pile up', async () => {
    const nights = fakeClock(NIGHT)
    await using database = await coreDatabase({ clock: nights })
    await fill(database)
    const first = await backup(database, folder, nights, 2)
    await database.withTx(actor, (tx) =>
      tx.run(`insert into order_counters (shop_id, state, currency, count, total) values ('s1', 'done', 'CNY', 0, 100)`),
    ) // prettier-ignore
    for (let night = 0; night < 4; night++) {
      await nights.advance(86_400_000)
      expect(await backup(database, folder, nights, 2)).toMatchObject({ provenAt: null, problem: expect.stringMatching(/^sums: order-counters/) as unknown }) // prettier-ignore
    }
    const left = await listBackups(database)
    expect(left.map(({ provenAt }) => provenAt !== null)).toEqual([false, false, true])
    expect(left.at(-1)?.file).toBe(first.file)
    expect((await readdir(folder)).sort()).toEqual(left.map(({ file }) => file).sort())
  })

  test('that is damaged, cut short, tampered with or not ours is told from a good one', async () => {
    await using database = await coreDatabase({ clock })
    await fill(database)
    const made = await backup(database, folder, clock, 2)
    const good = join(folder, made.file)
    expect(await verifyBackup(good)).toMatchObject({ ok: true, kind: 'real', sequence: 1 })
    const bytes = await readFile(good)

    const cut = join(folder, 'cut.sqlite')
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length / 2)))
    expect(await verifyBackup(cut)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('damaged') as unknown,
    })

    await expect(verifyBackup(folder)).rejects.toMatchObject({ code: 'not-a-file' })
    // As on a stick that is full or may only be read.
    const stick = join(folder, 'stick')
    await mkdir(stick)
    await copyFile(good, join(stick, 'good.sqlite'))
    const watched = watch(stick)
    const touched: unknown[] = []
    watched.on('change', (_kind, name) => touched.push(name))
    expect(await verifyBackup(join(stick, 'good.sqlite'))).toMatchObject({ ok: true })
    watched.close()
    expect(touched).toEqual([])

    const nowhere = join(folder, 'nowhere.sqlite')
    await expect(verifyBackup(nowhere)).rejects.toMatchObject({
      code: 'file-missing',
      data: { file: nowhere },
    })

    const text = join(folder, 'text.sqlite')
    await appendFile(text, 'not a database at all '.repeat(100))
    expect(await verifyBackup(text)).toMatchObject({ ok: false, problem: 'not-ours' })

    const tampered = join(folder, 'tampered.sqlite')
    await writeFile(tampered, bytes)
    const handle = new SqliteDatabase(tampered)
    handle.exec(`drop trigger history_no_update; update history set who = 'somebody else'`)
    handle.close()
    expect(await verifyBackup(tampered)).toMatchObject({ ok: false, problem: 'history: altered at 1' })

    const richer = join(folder, 'richer.sqlite')
    await writeFile(richer, bytes)
    const ledger = new SqliteDatabase(richer)
    ledger.exec(`insert into order_counters (shop_id, state, currency, count, total) values ('s1', 'done', 'CNY', 0, 100)`) // prettier-ignore
    ledger.close()
    expect(await verifyBackup(richer)).toMatchObject({ ok: false, problem: 'sums: order-counters: 1: s1 done CNY 0 -100' }) // prettier-ignore
    const elsewhere = join(folder, 'elsewhere')
    await expect(restoreBackup(richer, elsewhere, clock)).rejects.toMatchObject({ code: 'backup-unusable' })
    expect(await restoreBackup(richer, elsewhere, clock, undefined, true)).toMatchObject({ setAside: null })

    const foreign = join(folder, 'foreign.sqlite')
    const other = new SqliteDatabase(foreign)
    other.exec('create table notes (a)')
    other.close()
    expect(await verifyBackup(foreign)).toMatchObject({ ok: false, problem: 'not-ours' })
    expect((await readdir(folder)).filter((name) => name.includes('scratch'))).toEqual([])
  })

  test('restored is a new epoch: sessions gone, outbound work held, the old database set aside, the chain whole', async () => {
    const backups = join(folder, 'backups')
    let made
    {
      await using database = await openIn(folder)
      await fill(database)
      made = await backup(database, backups, clock, 2)
      await database.withTx(actor, async (tx) =>
        recordHistory(tx, { kind: 'later', entity: 'order', entityId: '2', changes: [] }),
      )
    }
    const restored = await restoreBackup(join(backups, made.file), folder, clock)
    expect(restored.heldJobs).toBe(1)
    await using database = await openIn(folder)
    expect(await database.read.all('select state, last_error from jobs')).toEqual([
      { state: 'stuck', last_error: 'held-after-restore' },
    ])
    expect(await database.read.all('select * from sessions')).toEqual([])
    expect(await database.read.get(`select value from meta where key = 'epoch'`)).toEqual({
      value: restored.epoch,
    })
    expect(await database.read.get(`select value from meta where key = 'kind'`)).toEqual({ value: 'real' })
    expect(await database.read.all('select kind from history order by seq')).toEqual([
      { kind: 'noted' },
      { kind: 'restored' },
    ])
    expect(await verifyChain(database.read)).toBeUndefined()
    expect(await doctor(database)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        expect.objectContaining({ check: 'stuck-jobs', ok: false }),
      ]) as unknown,
    })
    const aside = new SqliteDatabase(restored.setAside ?? '', { readonly: true })
    expect(aside.prepare('select kind from history order by seq').pluck().all()).toEqual(['noted', 'later'])
    aside.close()
  })

  test('is restored only where nobody works, only if proven, and never from practice into a real folder', async () => {
    let made
    {
      await using practice = await coreDatabase({ clock })
      await fill(practice, 'practice')
      made = join(folder, (await backup(practice, folder, clock, 2)).file)
    }
    {
      await using real = await openIn(folder)
      await fill(real)
    }
    await expect(restoreBackup(made, folder, clock)).rejects.toMatchObject({ code: 'other-kind' })
    const broken = join(folder, 'broken.sqlite')
    await writeFile(broken, (await readFile(made)).subarray(0, 9000))
    await expect(restoreBackup(broken, folder, clock)).rejects.toMatchObject({ code: 'backup-unusable' })
    using _running = lockFolder(folder)
    await expect(restoreBackup(made, folder, clock)).rejects.toMatchObject({ code: 'folder-in-use' })
  })
})
