import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { historyStep } from '../core/audit'
import { openDatabase, type Database } from '../core/database'
import { entities } from '../core/entities'
import { countStock } from '../core/flows'
import { Changes, SecretBox, systemClock } from '../core/kernel'
import { countersStep, searchStep } from '../core/orders'
import { announceStep } from '../core/sync'

export interface Scratch extends AsyncDisposable {
  readonly database: Database
  readonly box: SecretBox
  readonly file: string
  readonly changes: Changes
}

/**
 * A fresh database in a scratch folder with two shops, one warehouse and `skus` counted goods; in `at`, where it stays, if
 * that is given: one that is there already is opened as it is.
 */
export async function scratchCore(skus: readonly string[], at?: string): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), 'zhanggui-bench-'))
  const file = at ?? join(folder, 'bench.sqlite')
  const known = existsSync(file)
  const changes = new Changes()
  const database = await openDatabase({
    file,
    entities,
    changes,
    clock: systemClock,
    lastSteps: [countersStep, searchStep, announceStep, historyStep],
  })
  const actor = { who: 'bench', from: 'bench' }
  if (!known)
    await database.withTx(actor, async (tx) => {
      for (const id of ['s1', 's2']) {
        await tx.run(
          `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values (?,?,?,?,?,'',1)`,
          [id, 'taobao', `店 ${id}`, 'http://127.0.0.1', new Uint8Array(1)],
        )
        await tx.run('insert into shop_sync (shop_id) values (?)', [id])
      }
      await tx.run(`insert into warehouses (id,name,position) values ('w1','杭州仓',1)`)
      await countStock(tx, skus.map((sku) => ({ sku, warehouseId: 'w1', onHand: 10_000_000, reason: 'bench' }))) // prettier-ignore
    })
  return {
    database, file, changes, box: new SecretBox(randomBytes(32)),
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  } // prettier-ignore
}
