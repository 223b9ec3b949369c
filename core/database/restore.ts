import SqliteDatabase from 'better-sqlite3'
import { copyFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Changes, iso, randomToken, Refusal, systemClock, type Clock } from '../kernel'
import { exists, flush, verifyBackup } from './backup'
import type { ReadDb } from './database'
import { lockFolder } from './folder-lock'
import { appendToChain } from './history-chain'
import { openDatabase } from './open-database'
import { lookInto, WRONG_SUMS } from './proof'

/** The database's file in a data folder. */
export function databaseFile(folder: string): string {
  return join(folder, 'zhanggui.sqlite')
}

/**
 * Puts a proven backup in the place of the folder's database, which is set aside beside it first. A restore is an
 * epoch: feeds and sessions begin anew, outbound work is held until somebody has asked the platforms what happened
 * since (`stuck`, `held-after-restore`). `settleKey` sees the copy before anything is changed: it finds the key that
 * opens it, or refuses; what it returns is done after the swap, under the same lock.
 * `asItIs`: a whole backup whose sums are wrong is taken all the same, for who has no other.
 * `Refusal`: folder-in-use, backup-unusable, other-kind (a practice backup never enters a real folder).
 */
export async function restoreBackup(
  file: string,
  folder: string,
  clock: Clock = systemClock,
  settleKey: (read: ReadDb) => Promise<(() => Promise<void>) | undefined> = async () => undefined,
  asItIs = false,
): Promise<{ epoch: string; heldJobs: number; setAside: string | null }> {
  using _lock = lockFolder(folder)
  const proof = await verifyBackup(file)
  if (!proof.ok && !(asItIs && proof.problem?.startsWith(WRONG_SUMS)))
    throw new Refusal('backup-unusable', { file: basename(file), problem: proof.problem })
  const target = databaseFile(folder)
  const present = await exists(target)
  if (present) refuseOtherKind(target, proof.kind)
  const draft = `${target}.restoring`
  try {
    for (const end of ['', '-wal', '-shm']) await rm(draft + end, { force: true })
    await copyFile(file, draft)
    const begun = await beginEpoch(draft, basename(file), clock)
    const storeKey = await lookInto(draft, settleKey)
    await flush(draft)
    const setAside = present ? await copyAside(target, folder, clock) : null
    await rename(draft, target)
    await storeKey?.()
    return { ...begun, setAside }
  } finally {
    for (const end of ['', '-wal', '-shm']) await rm(draft + end, { force: true })
  }
}

async function beginEpoch(
  draft: string,
  from: string,
  clock: Clock,
): Promise<{ epoch: string; heldJobs: number }> {
  await using database = await openDatabase({
    file: draft,
    entities: [],
    lastSteps: [],
    changes: new Changes(),
    clock,
  })
  const epoch = randomToken()
  return database.withTx({ who: 'owner', from: 'desktop' }, async (tx) => {
    for (const [key, value] of [
      ['epoch', epoch],
      ['restored_at', String(tx.now)],
      ['restored_from', from],
    ] as const)
      await tx.run(
        'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
        [key, value],
      )
    await tx.run('delete from sessions')
    // The backup may remember a phone that was lost and removed since: every station pairs anew.
    await tx.run('delete from one_time_codes')
    await tx.run('update stations set removed_at = ? where removed_at is null', [tx.now])
    const heldJobs = await tx.run(
      `update jobs set state = 'stuck', last_error = 'held-after-restore', lease_until = null where state in ('waiting', 'running')`,
    )
    // What the shops sold since is not in these books: they are told nothing until they were read again.
    await tx.run(`update stock_pushes set state = 'held', held_since = ? where state = 'on'`, [tx.now])
    const changes = [['from', null, from], ['epoch', null, epoch], ['heldJobs', null, heldJobs]] // prettier-ignore
    await appendToChain(tx, [
      {
        kind: 'restored',
        entity: 'folder',
        entityId: 'folder',
        changesJson: JSON.stringify(changes),
        personal: null,
      },
    ])
    return { epoch, heldJobs }
  })
}

/** A damaged database cannot say its kind: then the backup may replace it. */
function refuseOtherKind(target: string, kind: string | null): void {
  let present: string | undefined
  try {
    const handle = new SqliteDatabase(target, { readonly: true })
    try {
      present = (
        handle.prepare(`select value from meta where key = 'kind'`).get() as { value: string } | undefined
      )?.value
    } finally {
      handle.close()
    }
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error
  }
  if (present !== undefined && present !== kind)
    throw new Refusal('other-kind', { folder: present, backup: kind })
}

/** The old database, so that nothing is lost by restoring; its log must not outlive it beside the new one. */
async function copyAside(target: string, folder: string, clock: Clock): Promise<string> {
  foldLogIn(target)
  const aside = join(folder, `before-restore-${iso(clock.now()).slice(0, 19).replaceAll(/[-:]/g, '')}.sqlite`)
  for (const end of ['', '-wal']) if (await exists(target + end)) await copyFile(target + end, aside + end)
  await flush(aside)
  for (const end of ['-wal', '-shm']) await rm(target + end, { force: true })
  return aside
}

/** Closing the last connection after a checkpoint removes the log. A damaged database keeps it: it is copied as it is. */
function foldLogIn(target: string): void {
  try {
    const handle = new SqliteDatabase(target)
    try {
      handle.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      handle.close()
    }
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error
  }
}
