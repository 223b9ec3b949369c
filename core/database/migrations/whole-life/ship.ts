import type { Words } from './words'

/**
 * Shipping: our parcels, what of the ledger went into each, and, per order line, the pieces that we shipped and the
 * platform's own number does not contain yet.
 */
export async function ship({ int, serial, table, index, run }: Words): Promise<void> {
  await run(`alter table order_lines add column ahead ${int} not null default 0 check (ahead >= 0)`)
  await table(
    'shipments',
    `id ${serial}, order_id ${int} not null references orders(id), ordinal ${int} not null, key text not null unique,
    courier text not null, waybill text not null, state text not null check (state in ('telling','told','refused')),
    tries ${int} not null default 1, reason_code text, reason text, who text not null, created_at ${int} not null, told_at ${int},
    unique (order_id, ordinal)`,
  )
  await index('shipments_by_waybill', 'shipments(waybill)')
  await index('shipments_open', `shipments(id) where state <> 'told'`)
  await table(
    'shipment_lines',
    `shipment_id ${int} not null references shipments(id), line_external_id text not null, quantity ${int} not null check (quantity > 0),
    sku text, warehouse_id text, consumed ${int} not null check (consumed >= 0 and consumed <= quantity),
    primary key (shipment_id, line_external_id)`,
  )
}
