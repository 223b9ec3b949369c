import type { Words } from './words'

/** Return slips: pictures of the paper in a parcel that came back, what was read on them, and whose they are. */
export async function slips({ int, blob, table, index }: Words): Promise<void> {
  // The id is the picture's own hash: the same picture again is the same slip. Its key is sealed in a drawer while it
  // belongs to nobody and under the order's key once it does, so that forgetting the order forgets the picture.
  await table(
    'slips',
    `id text primary key, received_at ${int} not null, source text not null check (source in ('drop','folder','paste','picker','phone','command')),
    file_name text not null, size_bytes ${int} not null, parts ${int} not null, sent_by text not null, sent_from text not null,
    state text not null check (state in ('reading','matched','ask','none','unreadable','set-aside')), version ${int} not null,
    attempts ${int} not null default 0, problem text, detail text, read_ms ${int}, key_sealed ${blob} not null, reading ${blob},
    waybill text, courier text, ask text, candidates_json text not null default '[]',
    order_id ${int} references orders(id), basis text, decided_by text, decided_at ${int}, followed ${int} not null default 0, put_at text,
    check ((state = 'matched') = (order_id is not null)), check (state <> 'unreadable' or problem is not null)`,
  )
  await index('slips_by_state', 'slips(state, received_at, id)')
  await index('slips_of_order', 'slips(order_id) where order_id is not null')
  await table(
    'slip_pictures',
    `slip_id text not null references slips(id), kind text not null check (kind in ('original','preview','covered')), part ${int} not null,
    body ${blob} not null, primary key (slip_id, kind, part)`,
  )
  await table(
    'return_waybills',
    `waybill text not null, order_id ${int} not null references orders(id), source text not null, noted_at ${int} not null,
    primary key (waybill, order_id)`,
  )
  await index('return_waybills_of_order', 'return_waybills(order_id)')
  // By what a slip may carry, one row an order, brought up to date from the history before slips are matched.
  await table(
    'slip_keys',
    `order_id ${int} primary key references orders(id), number text not null, second text, third text, fourth text, ends text, tail text,
    phone text, phone_ends text`,
  )
  for (const column of ['number', 'second', 'third', 'fourth', 'ends', 'tail', 'phone', 'phone_ends'])
    await index(`slip_keys_by_${column}`, `slip_keys(${column}) where ${column} is not null`)
}
