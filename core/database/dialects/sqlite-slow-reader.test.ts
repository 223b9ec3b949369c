import SqliteDatabase from 'better-sqlite3'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SlowReader } from './sqlite-slow-reader'

// A TRUNCATE checkpoint makes every writer wait, and our writer waits on the main thread: 345 ms were measured.
test('the log is cut back only once nobody has written for a while', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhanggui-test-'))
  const file = join(folder, 'a.sqlite')
  const writer = new SqliteDatabase(file)
  const reader = new SlowReader(file)
  try {
    writer.exec(
      'pragma journal_mode = WAL; pragma wal_autocheckpoint = 0; create table t (x); insert into t values (1)',
    )
    let lastWrite = performance.now()
    using _ = reader.checkpointEvery(20, 3_000, () => lastWrite)
    const wal = () => statSync(`${file}-wal`).size
    for (let n = 0; n < 20; n++) {
      lastWrite = performance.now()
      writer.exec('insert into t values (2)')
      await after(20)
      expect(wal()).toBeGreaterThan(0)
    }
    await expect.poll(wal).toBe(0)
  } finally {
    await reader[Symbol.asyncDispose]()
    writer.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
