import SqliteDatabase from 'better-sqlite3'
import { truncateSync } from 'node:fs'
import { expect, test } from 'vitest'
import { coreDatabase, type TestDatabase } from '../testing'
import { CHECKS, doctor, type Check, type Tx } from './index'

/** An illness planted by raw SQL, as a bug or a foreign program would. */
interface Ill {
  readonly check: Check
  readonly what: string
  readonly plant: (tx: Tx) => Promise<unknown>
  /** What the same rows break besides, where a row cannot break one promise alone. */
  readonly also?: readonly Check[]
}
/** What only a program past our own connection can do to a file. */
interface FileIll {
  readonly check: Check
  readonly what: string
  readonly plantFile: (file: string) => void
}

const NOTHING = Buffer.alloc(0)

async function rows(tx: Tx, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await tx.run(statement)
}
const shop = (tx: Tx) =>
  tx.run(
    `insert into shops (id, platform, name, origin, settings_sealed, setting_names, created_at) values ('s1','taobao','a','x',?,'',0)`,
    [NOTHING],
  )
/** A paid order over 100, of one line of which `shipped` pieces left, counted as it must be. */
async function order(tx: Tx, line: { shipped?: number; ahead?: number } = {}): Promise<void> {
  await shop(tx)
  await rows(
    tx,
    `insert into orders (id, shop_id, external_id, number, version, state, platform_state, currency, goods, discount, freight, total, refunded,
      buyer, memo, buyer_note, created_at, due_at, modified_at, received_at, first_title, first_quantity, pieces, line_count, groups_json)
     values (1,'s1','e1','e1',1,'to-ship','','CNY',100,0,0,100,0,'','','',0,0,0,0,'',1,1,1,'{}')`,
    `insert into order_counters (shop_id, state, currency, count, total) values ('s1','to-ship','CNY',1,100)`,
    `insert into order_lines (order_id, external_id, position, sku, title, quantity, cancelled, shipped, unit_price, discount, refunded, ahead)
     values (1,'l1',0,'A','',2,0,${line.shipped ?? 0},50,0,0,${line.ahead ?? 0})`,
  )
}
/** Balances, and the moves that led to them. */
async function stock(tx: Tx, onHand: number, reserved: number, inTransit: number): Promise<void> {
  await rows(
    tx,
    `insert into warehouses (id, name, position) values ('w1','仓',1), ('w2','店',2)`,
    `insert into stock_levels (sku, warehouse_id, on_hand, reserved, in_transit, counted_at) values ('A','w1',${onHand},${reserved},${inTransit},0)`,
    `insert into stock_moves (at, sku, warehouse_id, kind, on_hand, reserved, in_transit, who) values (0,'A','w1','receive',${onHand},${reserved},${inTransit},'x')`,
  )
}
const transfer = (tx: Tx, state: string, sent: number, received: number) =>
  rows(
    tx,
    `insert into transfers (id, from_id, to_id, state, version, note, who, created_at) values (1,'w2','w1','${state}',1,'','x',0)`,
    `insert into transfer_lines (transfer_id, sku, sent, received) values (1,'A',${sent},${received})`,
  )
const shipment = (tx: Tx, state: string) =>
  tx.run(
    `insert into shipments (id, order_id, ordinal, key, courier, waybill, state, who, created_at) values (1,1,1,'k1','sf','SF1','${state}','x',0)`,
  )
const refundCase = (tx: Tx, state: string) =>
  tx.run(
    `insert into refund_cases (id, shop_id, order_id, ordinal, kind, state, amount, currency, reason, source, lines_json, why_json, version, opened_at, opened_by, due_at)
     values (1,'s1',1,1,'money','${state}',50,'CNY','','hand','[]','{}',1,0,'x',0)`,
  )
const refundStep = (tx: Tx, state: string) =>
  tx.run(`insert into refund_steps (case_id, role, stage, state) values (1,'finance',1,'${state}')`)
const payout = (tx: Tx, state: string, amount: number) =>
  tx.run(
    `insert into refund_payouts (id, case_id, ordinal, key, state, amount, currency, created_at) values (1,1,1,'p1','${state}',${amount},'CNY',0)`,
  )
const slip = async (tx: Tx, state: string, parts: number) => {
  await tx.run(
    `insert into slips (id, received_at, source, file_name, size_bytes, parts, sent_by, sent_from, state, version, key_sealed)
     values ('h1',0,'drop','a.jpg',1,${parts},'x','x','${state}',1,?)`,
    [NOTHING],
  )
  await tx.run(`insert into slip_pictures (slip_id, kind, part, body) values ('h1','original',0,?)`, [
    NOTHING,
  ])
}
const removedPerson = (tx: Tx) =>
  tx.run(`insert into people (id, name, roles, created_at, removed_at) values ('p2','小李','warehouse',0,1)`)

const ILLS: readonly Ill[] = [
  {
    check: 'history-chain',
    what: 'an entry that was written past the chain',
    plant: (tx) =>
      tx.run(
        `insert into history (seq, at, kind, entity, entity_id, who, origin, changes_json, prev, hash) values (1,0,'a','b','c','d','e','[]',?,?)`,
        [NOTHING, Buffer.from('x')],
      ),
  },
  {
    check: 'stock-ledger',
    what: 'pieces on hand that no move brought',
    plant: (tx) =>
      rows(
        tx,
        `insert into warehouses (id, name, position) values ('w1','仓',1)`,
        `insert into stock_levels (sku, warehouse_id, on_hand, reserved, in_transit, counted_at) values ('A','w1',5,0,0,0)`,
      ),
  },
  {
    check: 'stock-ledger',
    what: 'damaged pieces that no move brought',
    plant: (tx) => stock(tx, 5, 0, 0).then(() => tx.run(`update stock_levels set damaged = 1`)),
  },
  { check: 'stock-reserved', what: 'pieces held for nobody', plant: (tx) => stock(tx, 5, 2, 0) },
  { check: 'stock-in-transit', what: 'pieces on no transfer', plant: (tx) => stock(tx, 5, 0, 3) },
  {
    check: 'transfer-states',
    what: 'a transfer still open though all arrived',
    plant: (tx) => stock(tx, 5, 0, 0).then(() => transfer(tx, 'open', 2, 2)),
  },
  {
    check: 'transfer-states',
    what: 'a transfer closed with goods on their way',
    plant: (tx) => stock(tx, 5, 0, 1).then(() => transfer(tx, 'done', 2, 1)),
  },
  {
    check: 'order-counters',
    what: 'an order counted that is not there',
    plant: (tx) =>
      tx.run(
        `insert into order_counters (shop_id, state, currency, count, total) values ('s1','to-ship','CNY',1,100)`,
      ),
  },
  {
    check: 'consignment-sums',
    what: 'pieces reserved of no known code',
    plant: (tx) =>
      order(tx).then(() =>
        rows(
          tx,
          `insert into consignments (id, order_id, warehouse_id, state, created_at) values (1,1,'w1','planned',0)`,
          `insert into consignment_lines (consignment_id, line_external_id, sku, wanted, reserved, short, untracked) values (1,'l1',null,1,1,0,0)`,
        ),
      ),
    also: ['stock-reserved'],
  },
  {
    check: 'lines-ahead',
    what: 'a line ahead of the platform without a parcel',
    plant: (tx) => order(tx, { shipped: 2, ahead: 2 }),
  },
  {
    check: 'lines-ahead',
    what: 'a line ahead by a parcel that was refused',
    plant: async (tx) => {
      await order(tx, { shipped: 2, ahead: 2 })
      await shipment(tx, 'refused')
      await tx.run(
        `insert into shipment_lines (shipment_id, line_external_id, quantity, consumed) values (1,'l1',2,0)`,
      )
    },
  },
  {
    check: 'shipments-told',
    what: 'a parcel to be told with no job that tells it',
    plant: (tx) => order(tx).then(() => shipment(tx, 'telling')),
  },
  {
    check: 'shipments-out',
    what: 'pieces taken from no warehouse',
    plant: async (tx) => {
      await order(tx)
      await shipment(tx, 'told')
      await tx.run(
        `insert into shipment_lines (shipment_id, line_external_id, quantity, sku, consumed) values (1,'l1',2,'A',2)`,
      )
    },
  },
  {
    check: 'coverage-gaps',
    what: 'a stretch that was never read',
    plant: async (tx) => {
      await shop(tx)
      for (const span of ['0, 100', '50, 120', '130, 200'])
        await tx.run(`insert into coverage (shop_id, from_ms, to_ms, read_at, kind) values ('s1', ${span}, 0, 'read')`) // prettier-ignore
    },
  },
  {
    check: 'one-owner',
    what: 'a second owner',
    plant: (tx) => tx.run(`insert into people (id, name, roles, created_at) values ('p2','x','owner',0)`),
  },
  {
    check: 'ended-sessions',
    what: 'a session of somebody who left',
    plant: (tx) =>
      removedPerson(tx).then(() =>
        tx.run(
          `insert into sessions (id_hash, person_id, origin, created_at, expires_at) values ('h','p2','x',0,9)`,
        ),
      ),
  },
  {
    check: 'codes-of-removed',
    what: 'a code that outlived its person',
    plant: (tx) =>
      removedPerson(tx).then(() =>
        tx.run(
          `insert into one_time_codes (code_hash, purpose, person_id, made_at, expires_at) values ('h','pin','p2',0,9)`,
        ),
      ),
  },
  {
    check: 'refunds-within-paid',
    what: 'more paid back than the buyer paid',
    plant: async (tx) => {
      await order(tx)
      await refundCase(tx, 'paid')
      await payout(tx, 'paid', 101)
    },
  },
  {
    check: 'refund-cases',
    what: 'a case that waits for nobody',
    plant: (tx) => order(tx).then(() => refundCase(tx, 'deciding')),
  },
  {
    check: 'refund-cases',
    what: 'a case that pays without a payout',
    plant: (tx) => order(tx).then(() => refundCase(tx, 'paying')),
  },
  {
    check: 'refund-cases',
    what: 'a case paid by nobody',
    plant: (tx) => order(tx).then(() => refundCase(tx, 'paid')),
  },
  {
    check: 'refund-cases',
    what: 'a step left open in a case that is over',
    plant: async (tx) => {
      await order(tx)
      await refundCase(tx, 'refused')
      await refundStep(tx, 'open')
    },
  },
  {
    check: 'refund-goods',
    what: 'more pieces back than were sent',
    plant: async (tx) => {
      await order(tx, { shipped: 1 })
      await refundCase(tx, 'closed')
      await tx.run(
        `insert into refund_goods (case_id, order_id, line_external_id, warehouse_id, good, damaged, who, at) values (1,1,'l1','w1',1,1,'x',0)`,
      )
    },
  },
  {
    check: 'stuck-jobs',
    what: 'a job that waits for a person',
    plant: (tx) =>
      tx.run(
        `insert into jobs (kind, subject, payload_json, key, state, next_at, created_at) values ('memo','order:1','{}','k','stuck',0,0)`,
      ),
  },
  { check: 'slip-pictures', what: 'a picture with a piece missing', plant: (tx) => slip(tx, 'none', 2) },
  { check: 'slips-unread', what: 'a slip being read by no job', plant: (tx) => slip(tx, 'reading', 1) },
  {
    check: 'exceptions',
    what: 'a page that could not be read',
    plant: (tx) =>
      tx.run(
        `insert into inbox_pages (shop_id, source, kind, as_of, received_at, hash, body, state, code, last_at) values ('s1','pull','x',0,0,'h',?,'exception','truncated-json',0)`,
        [NOTHING],
      ),
  },
]

function pastUs(file: string, ...statements: readonly string[]): void {
  const handle = new SqliteDatabase(file)
  handle.unsafeMode()
  for (const statement of statements) handle.exec(statement)
  handle.close()
}
const FILE_ILLS: readonly FileIll[] = [
  {
    check: 'integrity',
    what: 'an index that does not hold what its table holds',
    plantFile: (file) =>
      pastUs(
        file,
        'create index planted on bill_rules(field)',
        'pragma writable_schema = on',
        `update sqlite_schema set sql = 'create index planted on bill_rules(cleans)' where name = 'planted'`,
      ),
  },
  {
    check: 'foreign-keys',
    what: 'a row that refers to nothing',
    plantFile: (file) =>
      pastUs(file, 'pragma foreign_keys = off', `insert into shop_sync (shop_id) values ('nobody')`),
  },
  {
    check: 'wal',
    what: 'a log that nothing shortened',
    plantFile: (file) => truncateSync(`${file}-wal`, 300 << 20),
  },
]

async function complaints(database: TestDatabase): Promise<Check[]> {
  return (await doctor(database)).findings.filter(({ ok }) => !ok).map(({ check }) => check)
}

test('for every check an illness is planted here', () => {
  const planted = new Set([...ILLS, ...FILE_ILLS].map(({ check }) => check))
  expect(CHECKS.filter((check) => !planted.has(check))).toEqual([])
})

for (const { check, what, plant, also = [] } of ILLS)
  test(`${check}: ${what}; no other check complains`, async () => {
    await using database = await coreDatabase()
    await database.withTx({ who: 'test', from: 'test' }, plant)
    expect(new Set(await complaints(database))).toEqual(new Set([check, ...also]))
  })

for (const { check, what, plantFile } of FILE_ILLS)
  test.skipIf(process.env['ZG_DB'] === 'postgres')(
    `${check}: ${what}; no other check complains`,
    async () => {
      await using database = await coreDatabase()
      if (!('file' in database.place)) throw new Error('SQLite keeps its database in a file')
      plantFile(database.place.file)
      expect(await complaints(database)).toEqual([check])
    },
  )
