import type { Words } from './words'

/**
 * Stock: what is on its way between warehouses, what was counted, what a shop sells under which code and what it was
 * told of it. Goods that came back damaged lie in a warehouse without being for sale.
 */
export async function stock(words: Words): Promise<void> {
  const { int, serial, table, index, run } = words
  await run(`alter table stock_levels add column damaged ${int} not null default 0 check (damaged >= 0)`)
  await run(`alter table stock_moves add column damaged ${int} not null default 0`)
  // Counts every change of what lies there: a count made on an older figure is refused.
  await run(`alter table stock_levels add column version ${int} not null default 0`)
  // The paper behind a move: `transfer:12`, `count:7`, `hold:3`, a delivery note's number.
  await run('alter table stock_moves add column document text')
  await index('stock_moves_of_cell', 'stock_moves(sku, warehouse_id, id)')
  await index('consignment_lines_holding', 'consignment_lines(sku) where reserved > 0')
  await documents(words)
  await table(
    'stock_holds',
    `id ${serial}, sku text not null, warehouse_id text not null references warehouses(id), quantity ${int} not null check (quantity >= 0),
    note text not null, state text not null check (state in ('open','handed-over','released','lost')), who text not null,
    created_at ${int} not null, closed_at ${int}, check (state = 'open' or quantity = 0)`,
  )
  await index('stock_holds_open', `stock_holds(sku) where state = 'open'`)
  await table(
    'safety_lines',
    `sku text not null, warehouse_id text not null references warehouses(id), pieces ${int} not null check (pieces > 0), primary key (sku, warehouse_id)`,
  )
  await shopCodes(words)
}

async function documents({ int, serial, table, index }: Words): Promise<void> {
  await table(
    'transfers',
    `id ${serial}, from_id text not null references warehouses(id), to_id text not null references warehouses(id),
    state text not null check (state in ('open','done','cancelled')), version ${int} not null, note text not null, who text not null,
    created_at ${int} not null, closed_at ${int}, check (from_id <> to_id)`,
  )
  await index('transfers_by_state', 'transfers(state, id)')
  await table(
    'transfer_lines',
    `transfer_id ${int} not null references transfers(id), sku text not null, sent ${int} not null check (sent > 0),
    received ${int} not null default 0 check (received >= 0), returned ${int} not null default 0 check (returned >= 0),
    primary key (transfer_id, sku), check (received + returned <= sent)`,
  )
  await table(
    'stock_counts',
    `id ${serial}, warehouse_id text not null references warehouses(id), who text not null, at ${int} not null, note text not null`,
  )
  await table(
    'stock_count_lines',
    `count_id ${int} not null references stock_counts(id), sku text not null, expected ${int}, counted ${int} not null check (counted >= 0),
    reason text not null, primary key (count_id, sku)`,
  )
}

async function shopCodes({ int, table, index, run }: Words): Promise<void> {
  // Every code that a shop's orders named, so that nobody has to search a million lines for it.
  await table(
    'shop_goods',
    `shop_id text not null references shops(id), platform_sku text not null, title text not null, variant text, picture text,
    first_seen ${int} not null, primary key (shop_id, platform_sku)`,
  )
  await run(
    `insert into shop_goods (shop_id, platform_sku, title, variant, picture, first_seen)
     select o.shop_id, l.sku, max(l.title), max(l.variant), max(l.picture), min(o.created_at)
     from order_lines l join orders o on o.id = l.order_id where l.sku is not null and l.sku <> '' group by o.shop_id, l.sku`,
  )
  await index('sku_aliases_of', 'sku_aliases(sku)')
  await table(
    'alias_refusals',
    `shop_id text not null references shops(id), platform_sku text not null, sku text not null, who text not null, at ${int} not null,
    primary key (shop_id, platform_sku, sku)`,
  )
  await table(
    'stock_pushes',
    `shop_id text primary key references shops(id), state text not null check (state in ('off','on','held')), buffer ${int} not null check (buffer >= 0),
    confirmed_by text, confirmed_at ${int}, held_since ${int}`,
  )
  // What a shop should show (version) and what it was last told (told_version): never an earlier one after a later.
  await table(
    'shop_stock',
    `shop_id text not null references shops(id), platform_sku text not null, quantity ${int} not null check (quantity >= 0), version ${int} not null,
    told_version ${int} not null default 0, told_quantity ${int}, told_at ${int}, problem text, refused_version ${int}, primary key (shop_id, platform_sku),
    check (told_version <= version)`,
  )
  await index('shop_stock_untold', 'shop_stock(shop_id, platform_sku) where told_version < version')
}
