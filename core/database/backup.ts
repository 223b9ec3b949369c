import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Refusal, type Clock } from '../kernel'
import type { Database, Tx } from './database'
import { SlowReader } from './dialects/sqlite-slow-reader'
import { proveFile, type Proof } from './proof'

export interface BackupRow {
  readonly file: string
  /** UTC ms. */
  readonly at: number
  readonly sizeBytes: number
  /** Restored into a scratch file and read from end to end at this time; null = not proven. */
  readonly provenAt: number | null
  readonly problem: string | null
}

interface Stored {
  file: string
  at: number
  size_bytes: number
  proven_at: number | null
  problem: string | null
}

const ACTOR = { who: 'core', from: 'core' }

/**
 * Copies the database into `folder` while work goes on, then proves the copy by restoring it into a scratch file.
 * Of the proven ones the newest `keep` stay. A copy that fails its proof is kept too, with the problem in its row.
 * `Refusal('backup-with-postgres-tools')` on PostgreSQL.
 */
export async function backup(
  database: Database,
  folder: string,
  clock: Clock,
  keep: number,
): Promise<BackupRow> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const at = clock.now()
  const before = await contentsOf(database)
  const draft = join(folder, `.draft-${process.pid}-${at}.sqlite`)
  const file = await freeName(folder, at)
  try {
    await database.snapshotTo(draft)
    await chmod(draft, 0o600)
    await flush(draft)
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
  const proof = await proveRestored(file)
  const problem =
    proof.problem ??
    (proof.orders < before.orders || proof.sequence < before.sequence
      ? 'counts: less than the database held'
      : null)
  const row: BackupRow = {
    file: basename(file),
    at,
    sizeBytes: (await stat(file)).size,
    provenAt: problem === null ? clock.now() : null,
    problem,
  }
  const old = await database.withTx(ACTOR, async (tx) => {
    await keepInList(tx, row)
    // Unproven ones neither count as kept nor push a proven one out; of them too no more than so many pile up.
    const [proven, unproven] = [
      await oldestKept(tx, 'is not null', keep),
      await oldestKept(tx, 'is null', keep),
    ]
    const tooOld = 'at < ? or (at < ? and proven_at is null)'
    const old = await tx.all<{ file: string }>(`select file from backups where ${tooOld}`, [proven, unproven])
    await tx.run(`delete from backups where ${tooOld}`, [proven, unproven])
    return old
  })
  for (const { file: name } of old) await rm(join(folder, basename(name)), { force: true })
  return row
}

/** When the oldest of the newest `keep` was made; 0 where there are not so many. */
async function oldestKept(tx: Tx, proven: 'is null' | 'is not null', keep: number): Promise<number> {
  const kept = await tx.all<{ at: number }>(
    `select at from backups where proven_at ${proven} order by at desc, file desc limit ?`,
    [Math.max(1, keep)],
  )
  return kept.length < keep ? 0 : (kept.at(-1)?.at ?? 0)
}

async function keepInList(tx: Tx, row: BackupRow): Promise<void> {
  await tx.run(
    `insert into backups (file, at, size_bytes, proven_at, problem) values (?, ?, ?, ?, ?) on conflict (file)
     do update set at = excluded.at, size_bytes = excluded.size_bytes, proven_at = excluded.proven_at, problem = excluded.problem`,
    [row.file, row.at, row.sizeBytes, row.provenAt, row.problem],
  )
}

/**
 * Copies a database that no program has open yet, as it is before the migration `next`, into `folder`, and proves the
 * copy. One file per migration: a second try takes the place of the first, so that a start that fails again and again
 * does not fill the disk. `Refusal('backup-unproven')` leaves an earlier copy in place.
 */
export async function backupBeforeMigration(
  file: string,
  folder: string,
  next: string,
  clock: Clock,
): Promise<BackupRow> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const at = clock.now()
  const name = `before-${next}.sqlite`
  const draft = join(folder, `.draft-${process.pid}-${at}.sqlite`)
  try {
    {
      await using reader = new SlowReader(file)
      await reader.snapshotTo(draft)
    }
    await chmod(draft, 0o600)
    await flush(draft)
    const proof = await proveRestored(draft)
    if (!proof.ok) throw new Refusal('backup-unproven', { file: name, problem: proof.problem })
    await rename(draft, join(folder, name))
  } finally {
    await rm(draft, { force: true })
  }
  const { size } = await stat(join(folder, name))
  return { file: name, at, sizeBytes: size, provenAt: clock.now(), problem: null }
}

/** Puts a backup that was made before the database was open into its list. */
export async function listBackup(database: Pick<Database, 'withTx'>, row: BackupRow): Promise<void> {
  await database.withTx(ACTOR, (tx) => keepInList(tx, row))
}

/** Backups that were made, newest first. */
export async function listBackups(database: Pick<Database, 'read'>): Promise<BackupRow[]> {
  const rows = await database.read.all<Stored>(
    'select file, at, size_bytes, proven_at, problem from backups order by at desc, file desc',
  )
  return rows.map((row) => ({
    file: row.file,
    at: row.at,
    sizeBytes: row.size_bytes,
    provenAt: row.proven_at,
    problem: row.problem,
  }))
}

/**
 * Reads a backup from end to end without touching it: pages, history chain, counts, sums. Nothing is written beside it:
 * its second home is often a stick or a share that is full or may only be read. `Refusal`: `file-missing`,
 * `not-a-file`, `no-room-to-prove`.
 */
export async function verifyBackup(file: string): Promise<Proof> {
  if (!(await exists(file))) throw new Refusal('file-missing', { file })
  const found = await stat(file)
  if (!found.isFile()) throw new Refusal('not-a-file', { file })
  const scratchFolder = await mkdtemp(join(tmpdir(), 'zhanggui-verify-'))
  try {
    return await proveRestored(file, scratchFolder)
  } catch (error) {
    if (!['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    throw new Refusal('no-room-to-prove', { file, folder: tmpdir(), sizeBytes: found.size })
  } finally {
    await rm(scratchFolder, { recursive: true, force: true })
  }
}

/** Proves what a restore would give: a copy in a scratch file, removed again. */
async function proveRestored(file: string, scratchFolder = dirname(file)): Promise<Proof> {
  const scratch = join(scratchFolder, `${basename(file)}.scratch-${process.pid}`)
  try {
    await copyFile(file, scratch, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    return await proveFile(scratch)
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(scratch + end, { force: true })
  }
}

async function contentsOf(database: Database): Promise<{ orders: number; sequence: number }> {
  const orders = await database.slow.get<{ n: number }>('select count(*) as n from orders')
  const head = await database.slow.get<{ seq: number }>('select seq from history_head')
  return { orders: orders?.n ?? 0, sequence: head?.seq ?? 0 }
}

/** `zhanggui-YYYYMMDD-HHmmss.sqlite` by the clock of this PC, as people look for it; a second one in the same second gets `-2`. */
async function freeName(folder: string, at: number): Promise<string> {
  const time = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`
  const stamp = `${day}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`
  for (let n = 1; ; n++) {
    const file = join(folder, `zhanggui-${stamp}${n === 1 ? '' : `-${n}`}.sqlite`)
    if (!(await exists(file))) return file
  }
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Onto the disk, not only into its cache. */
export async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
