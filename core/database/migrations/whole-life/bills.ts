import type { Words } from './words'

/** Bills: what Alipay and WeChat say was paid, and where that differs from the orders. */
export async function bills({ int, blob, serial, table, index, run }: Words): Promise<void> {
  await table(
    'bill_files',
    `id text primary key, name text not null, provider text not null, layout text not null, ledger text not null, account text not null,
    currency text not null, from_ms ${int} not null, to_ms ${int} not null, row_count ${int} not null, totals_json text not null,
    fee_ppm ${int}, first_row ${int} not null, state text not null check (state in ('reading','done')), who text not null, imported_at ${int} not null`,
  )
  await index('bill_files_newest', 'bill_files(imported_at, id)')
  await table(
    'bill_pages',
    `file_id text not null references bill_files(id), page ${int} not null, body ${blob} not null, primary key (file_id, page)`,
  )
  await table(
    'bill_rows',
    `id ${serial}, file_id text not null references bill_files(id), page ${int} not null, line ${int} not null, row_key text not null unique,
    provider text not null, ledger text not null check (ledger in ('trade','flow')),
    kind text not null check (kind in ('payment','refund','fee','commission','subsidy','transfer','other')),
    event text not null, order_no text, refund_no text, at ${int} not null, day text not null, currency text not null,
    amount ${int} not null, settled ${int} not null, discount ${int} not null, fee ${int} not null, commission ${int} not null,
    fee_ppm ${int}, note text not null, content text not null, cleaned text, order_id ${int}, differs ${int} not null default 0`,
  )
  await index('bill_rows_of_order', 'bill_rows(order_id) where order_id is not null')
  await index('bill_rows_unmatched', 'bill_rows(id) where order_id is null and cleaned is null')
  await index('bill_rows_of_day', 'bill_rows(day, provider, ledger)')
  await index('bill_rows_by_event', `bill_rows(event) where ledger = 'trade'`)
  await table(
    'bill_days',
    `provider text not null, ledger text not null, account text not null, day text not null, file_id text not null references bill_files(id),
    row_count ${int} not null, amount ${int} not null, primary key (provider, ledger, account, day)`,
  )
  await table(
    'bill_channels',
    'shop_id text not null references shops(id), provider text not null, primary key (shop_id, provider)',
  )
  await table(
    'bill_differences',
    `id ${serial}, subject text not null unique, version ${int} not null, state text not null check (state in ('open','resolved','gone')),
    code text not null, odd_json text not null, provider text not null, order_id ${int}, row_id ${int}, at ${int} not null, currency text not null,
    amount ${int} not null, red ${int} not null, reason text, note text, resolved_by text, resolved_at ${int}`,
  )
  await index('bill_differences_by_state', 'bill_differences(state, id)')
  await index('bill_differences_of_order', 'bill_differences(order_id) where order_id is not null')
  await table(
    'bill_rules',
    `id text primary key, position ${int} not null, cleans text not null check (cleans in ('test','internal')),
    field text not null check (field in ('orderNo','note')), op text not null check (op in ('starts','contains','is')), value text not null`,
  )
  await run(
    `insert into bill_rules (id, position, cleans, field, op, value) values
    ('test-number', 1, 'test', 'orderNo', 'starts', 'TEST'), ('test-title', 2, 'test', 'note', 'starts', '[测试]'),
    ('test-words', 3, 'test', 'note', 'contains', '测试订单'), ('internal-number', 4, 'internal', 'orderNo', 'starts', 'NB-'),
    ('internal-title', 5, 'internal', 'note', 'contains', '员工内购')`,
  )
  // An order that people call by another number than its platform id is found by that number too.
  await index('orders_by_number', 'orders(number) where number <> external_id')
}
