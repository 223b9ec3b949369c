import type { Words } from './words'

/** Refunds: the case, the lanes that decide on it, the money that goes out, and the rules as data. */
export async function refunds({ int, blob, serial, table, index, run }: Words): Promise<void> {
  await table(
    'refund_rules',
    `id text primary key, position ${int} not null, currency text not null, buyer text not null check (buyer in ('any','vip','ordinary')),
    up_to ${int}, lanes text not null`,
  )
  // Side by side with +, one after the other with a space; no lane: decided at once. Beyond all rules a person decides.
  await run(
    `insert into refund_rules (id, position, currency, buyer, up_to, lanes) values
    ('ordinary', 1, 'CNY', 'any', 30000, ''), ('vip', 2, 'CNY', 'vip', 100000, ''),
    ('checked', 3, 'CNY', 'any', 500000, 'warehouse+finance'), ('supervised', 4, 'CNY', 'any', null, 'warehouse+finance supervisor')`,
  )
  await table(
    'vip_buyers',
    `shop_id text not null references shops(id), buyer_key text not null, note text not null, who text not null, at ${int} not null,
    primary key (shop_id, buyer_key)`,
  )
  await table(
    'refund_cases',
    `id ${serial}, shop_id text not null references shops(id), order_id ${int} not null references orders(id), ordinal ${int} not null,
    kind text not null check (kind in ('money','return')), state text not null check (state in ('deciding','agreed','paying','paid','refused','closed')),
    amount ${int} not null check (amount >= 0), currency text not null, reason text not null, source text not null check (source in ('slip','platform','hand')),
    external_id text, lines_json text not null, why_json text not null, version ${int} not null, opened_at ${int} not null, opened_by text not null,
    due_at ${int} not null, ended_at ${int}, parcel_at ${int}, parcel_courier text, parcel_waybill text, slip_id text, goods_at ${int}, told text, trouble text,
    unique (order_id, ordinal), unique (shop_id, external_id)`,
  )
  await index('refund_cases_by_state', 'refund_cases(state, due_at, id)')
  await index('refund_cases_expecting', `refund_cases(parcel_waybill) where parcel_waybill is not null`)
  await table(
    'refund_steps',
    `case_id ${int} not null references refund_cases(id), role text not null, stage ${int} not null,
    state text not null check (state in ('waiting','open','yes','no','dropped')), since ${int}, due_at ${int}, who text, person_id text, acted_for text,
    reason text, decided_at ${int}, primary key (case_id, role)`,
  )
  await table(
    'refund_payouts',
    `id ${serial}, case_id ${int} not null references refund_cases(id), ordinal ${int} not null, key text not null unique,
    state text not null check (state in ('intended','sent','paid','failed','needs-code','needs-person')), amount ${int} not null check (amount > 0),
    currency text not null, attempts ${int} not null default 0, unanswered ${int} not null default 0, ask_first ${int} not null default 0,
    found text, said text, trouble text, made_external_id text, created_at ${int} not null, sent_at ${int}, paid_at ${int}, unique (case_id, ordinal)`,
  )
  await index('refund_payouts_of', 'refund_payouts(case_id)')
  await table(
    'refund_goods',
    `id ${serial}, case_id ${int} not null references refund_cases(id), order_id ${int} not null, line_external_id text not null, warehouse_id text not null,
    good ${int} not null check (good >= 0), damaged ${int} not null check (damaged >= 0), who text not null, at ${int} not null`,
  )
  await index('refund_goods_of', 'refund_goods(order_id)')
  await table(
    'message_adapters',
    `id text primary key, kind text not null, origin text not null, settings_sealed ${blob} not null, setting_names text not null, at ${int} not null`,
  )
  await table(
    'messages',
    `key text primary key, case_id ${int}, order_id ${int} not null, template text not null,
    state text not null check (state in ('waiting','sent','failed','skipped')), reason text, at ${int} not null, sent_at ${int}`,
  )
  await index('messages_of_case', 'messages(case_id)')
}
