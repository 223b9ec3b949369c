import { expect, test } from 'vitest'
import { coreDatabase } from '../testing'
import { doctor, type Tx } from './index'

const actor = { who: 'test', from: 'test' }

async function aShop(tx: Tx): Promise<void> {
  await tx.run(
    `insert into shops (id, platform, name, origin, settings_sealed, setting_names, created_at) values ('s1', 'taobao', 'a', 'x', ?, '', 0)`,
    [Buffer.alloc(0)],
  )
}
async function stock(tx: Tx): Promise<void> {
  await tx.run(`insert into warehouses (id, name, position) values ('w1', '仓', 1)`)
  await tx.run(
    `insert into stock_levels (sku, warehouse_id, on_hand, reserved, in_transit, counted_at) values ('A', 'w1', 5, 2, 0, 0)`,
  )
}

test('an empty database is healthy', async () => {
  await using database = await coreDatabase()
  const report = await doctor(database)
  expect(report.findings.filter((finding) => !finding.ok)).toEqual([])
  expect(report.ok).toBe(true)
})

test.skipIf(process.env['ZG_DB'] === 'postgres')(
  'false alarm: a reader that searched before others wrote on does not call the sound file corrupt',
  async () => {
    await using database = await coreDatabase()
    const write = (from: number) =>
      database.withTx(actor, async (tx) => {
        for (let id = from; id < from + 40; id++) {
          if (id > 40) await tx.run('delete from order_search where rowid=?', [id - 40])
          const words = Array.from({ length: 60 }, (_, n) => `w${(id * 7919 + n * 104_729) % 99_991}`)
          await tx.run('insert into order_search(rowid,tokens) values (?,?)', [id, words.join(' ')])
        }
      })
    await write(1)
    await database.slow.all(`select rowid from order_search where order_search match 'w1'`)
    for (let part = 1; part < 30; part++) await write(1 + part * 40)
    const report = await doctor(database)
    expect(report.findings.find((finding) => finding.check === 'integrity')).toMatchObject({ ok: true })
  },
)

const ills: Record<string, (tx: Tx) => Promise<unknown>> = {
  'stock-ledger': stock,
  'stock-reserved': stock,
  'order-counters': (tx) =>
    tx.run(
      `insert into order_counters (shop_id, state, currency, count, total) values ('s1', 'to-ship', 'CNY', 1, 100)`,
    ),
  'coverage-gaps': async (tx) => {
    await aShop(tx)
    for (const [from, to] of [
      [0, 100],
      [50, 120],
      [130, 200],
    ])
      // prettier-ignore
      await tx.run(`insert into coverage (shop_id, from_ms, to_ms, read_at, kind) values ('s1', ?, ?, 0, 'read')`, [from ?? 0, to ?? 0])
  },
  'stuck-jobs': (tx) =>
    tx.run(
      `insert into jobs (kind, subject, payload_json, key, state, next_at, created_at) values ('memo', 'order:1', '{}', 'k', 'stuck', 0, 0)`,
    ),
}

for (const [check, makeIll] of Object.entries(ills))
  test(`finds ${check}`, async () => {
    await using database = await coreDatabase()
    await database.withTx(actor, makeIll)
    const report = await doctor(database)
    expect(report.ok).toBe(false)
    expect(report.findings.find((finding) => finding.check === check)).toMatchObject({ ok: false })
  })

test('an exception waits for a person but is no illness', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) =>
    tx.run(
      `insert into inbox_pages (shop_id, source, kind, as_of, received_at, hash, body, state, code, last_at) values ('s1', 'pull', 'x', 0, 0, 'h', ?, 'exception', 'truncated-json', 0)`,
      [Buffer.alloc(0)],
    ),
  )
  const report = await doctor(database)
  expect(report.ok).toBe(true)
  expect(report.findings.find((finding) => finding.check === 'exceptions')).toMatchObject({
    ok: false,
    detail: expect.stringContaining('truncated-json') as unknown,
  })
})
