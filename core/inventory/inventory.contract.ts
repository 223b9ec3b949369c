import { z } from 'zod'
import { commandBase, procedure } from '../kernel/contract'
import { EVERYBODY, field, OWNER, type Role } from '../kernel/rights'

/** Sales and support see what can be promised; who works with the goods, or answers for them, sees all figures. */
const STOCK: readonly Role[] = ['owner', 'supervisor', 'warehouse', 'finance']
const HANDS: readonly Role[] = ['owner', 'supervisor', 'warehouse']
const all = { see: EVERYBODY }
const stock = { see: STOCK }
const hands = { see: STOCK, edit: HANDS }
const listings = { see: EVERYBODY, edit: ['owner', 'supervisor', 'sales', 'warehouse'] as readonly Role[] }
const owner = { see: OWNER, edit: OWNER }

const sku = z.string().trim().min(1).max(120)
const pieces = z.number().int().min(0).max(10_000_000)
const reason = z.string().trim().min(1).max(200)
const done = z.object({ done: field(z.boolean(), all) })

export const warehouseView = z.object({ id: field(z.string(), all), name: field(z.string(), { see: EVERYBODY, edit: ['supervisor'] }) }) // prettier-ignore

export const stockCell = z.object({
  warehouseId: field(z.string(), all),
  /** On hand − reserved. */
  available: field(z.number(), all),
  onHand: field(z.number(), hands),
  reserved: field(z.number(), stock),
  inTransit: field(z.number(), stock),
  damaged: field(z.number(), hands),
  /** What a count of this cell is checked against. */
  version: field(z.number(), stock),
  /** UTC ms; 0 = goods came in, but nobody ever counted. */
  countedAt: field(z.number(), stock),
  /** Fewer available than this is amber; 0 = no line drawn. */
  safety: field(z.number(), hands),
  /** Below the line: the first other warehouse that can spare, and how many. */
  supply: field(
    z.object({ warehouseId: field(z.string(), stock), quantity: field(z.number(), stock) }).nullable(),
    stock,
  ),
})
export type StockCell = z.infer<typeof stockCell>

export const stockRow = z.object({
  sku: field(z.string(), all),
  title: field(z.string().nullable(), all),
  variant: field(z.string().nullable(), all),
  pictureUrl: field(z.string().nullable(), all),
  /** Over all warehouses; null = never counted and never received. */
  available: field(z.number().nullable(), all),
  /** Pieces sold that are not there. */
  short: field(z.number(), all),
  /** Pieces that left in each of the last 14 days, oldest first. */
  daily: field(z.array(z.number()), stock),
  /** How many of those days the ledger knows: 1 to 14; 0 = it has no move of this SKU yet. */
  daysKnown: field(z.number(), stock),
  cells: field(z.array(stockCell), all),
})
export type StockRow = z.infer<typeof stockRow>

export const stockMove = z.object({
  id: field(z.number(), stock),
  at: field(z.number(), stock),
  /** As it is told: `moveCalled`. */
  kind: field(z.string(), stock),
  onHand: field(z.number(), stock),
  reserved: field(z.number(), stock),
  inTransit: field(z.number(), stock),
  damaged: field(z.number(), stock),
  orderNumber: field(z.string().nullable(), stock),
  reason: field(z.string().nullable(), stock),
  document: field(z.string().nullable(), stock),
  who: field(z.string(), stock),
})
export type StockMoveView = z.infer<typeof stockMove>

export const transferView = z.object({
  id: field(z.number(), stock),
  fromId: field(z.string(), stock),
  toId: field(z.string(), stock),
  state: field(z.enum(['open', 'done', 'cancelled']), hands),
  version: field(z.number(), stock),
  note: field(z.string(), stock),
  who: field(z.string(), stock),
  createdAt: field(z.number(), stock),
  closedAt: field(z.number().nullable(), stock),
  lines: field(
    z.array(
      z.object({
        sku: field(z.string(), stock),
        sent: field(z.number(), stock),
        received: field(z.number(), stock),
        returned: field(z.number(), stock),
      }),
    ),
    stock,
  ),
})
export type TransferView = z.infer<typeof transferView>

export const holdView = z.object({
  id: field(z.number(), all),
  sku: field(z.string(), all),
  warehouseId: field(z.string(), all),
  quantity: field(z.number(), { see: EVERYBODY, edit: ['supervisor', 'sales', 'support', 'warehouse'] }),
  note: field(z.string(), all),
  who: field(z.string(), all),
  createdAt: field(z.number(), all),
})

/** A shop's code that leads to none of our SKUs, and which it may be. */
export const unmappedCode = z.object({
  shopId: field(z.string(), all),
  shopName: field(z.string(), all),
  platform: field(z.string(), all),
  platformSku: field(z.string(), listings),
  title: field(z.string(), all),
  variant: field(z.string().nullable(), all),
  /** Open pieces that wait for the answer. */
  waiting: field(z.number(), all),
  suggestions: field(
    z.array(
      z.object({
        sku: field(z.string(), all),
        title: field(z.string().nullable(), all),
        why: field(z.enum(['other-shop', 'same-code', 'title']), all),
        /** 0..100 */
        likeness: field(z.number(), all),
      }),
    ),
    all,
  ),
})
export type UnmappedCode = z.infer<typeof unmappedCode>

export const aliasView = z.object({
  shopId: field(z.string(), all),
  shopName: field(z.string(), all),
  platformSku: field(z.string(), all),
  sku: field(z.string(), all),
})

export const pushShop = z.object({
  shopId: field(z.string(), stock),
  shopName: field(z.string(), stock),
  platform: field(z.string(), stock),
  /** `cannot`: this platform's connector pushes no stock. */
  state: field(z.enum(['off', 'on', 'held', 'cannot']), owner),
  buffer: field(z.number(), owner),
  confirmedBy: field(z.string().nullable(), stock),
  confirmedAt: field(z.number().nullable(), stock),
  /** Codes that the shop has not been told yet, and codes that it refused. */
  untold: field(z.number(), stock),
  refused: field(z.array(z.object({ platformSku: field(z.string(), stock), problem: field(z.string(), stock) })), stock),
  lastTold: field(z.number().nullable(), stock),
}) // prettier-ignore
export type PushShop = z.infer<typeof pushShop>

export const pushLine = z.object({
  platformSku: field(z.string(), stock),
  sku: field(z.string(), stock),
  title: field(z.string(), stock),
  /** What the shop would be told; null = never counted, so it is not told. */
  quantity: field(z.number().nullable(), stock),
  /** What the shop shows now; null where it cannot be read. */
  present: field(z.number().nullable(), stock),
})
export type PushLine = z.infer<typeof pushLine>

const lines = (least: number) => z.array(z.object({ sku, quantity: pieces.min(least) })).min(1).max(500) // prettier-ignore

export const inventoryContract = {
  warehouses: procedure
    .input(z.object({}))
    .output(z.object({ warehouses: field(z.array(warehouseView), all) })),
  /** SKUs in the order of their codes. `cursor` is the last code of the page before. */
  matrix: procedure
    .input(
      z.object({
        text: z.string().max(80),
        show: z.enum(['all', 'below', 'short', 'uncounted']),
        cursor: z.string().nullable(),
        limit: z.number().int().min(1).max(500),
      }),
    )
    .output(
      z.object({
        rows: field(z.array(stockRow), all),
        nextCursor: field(z.string().nullable(), all),
        total: field(z.number(), all),
      }),
    ),
  /** The ledger of a cell, newest first. */
  moves: procedure
    .input(z.object({ sku, warehouseId: z.string(), before: z.number().int().nullable() }))
    .output(z.object({ moves: field(z.array(stockMove), stock), more: field(z.boolean(), stock) })),
  transfers: procedure
    .input(z.object({ open: z.boolean(), before: z.number().int().nullable() }))
    .output(z.object({ transfers: field(z.array(transferView), stock) })),
  holds: procedure.input(z.object({})).output(z.object({ holds: field(z.array(holdView), all) })),
  codes: procedure.input(z.object({})).output(
    z.object({
      unmapped: field(z.array(unmappedCode), all),
      /** There are so many in all; `unmapped` shows the first. */
      total: field(z.number(), all),
      aliases: field(z.array(aliasView), all),
    }),
  ),
  pushShops: procedure.input(z.object({})).output(z.object({ shops: field(z.array(pushShop), stock) })),
  /** What a shop would be told, beside what it shows now. `fingerprint` names the list that was seen. */
  pushPreview: procedure
    .input(z.object({ shopId: z.string(), buffer: pieces }))
    .output(
      z.object({
        lines: field(z.array(pushLine), stock),
        fingerprint: field(z.string(), stock),
        readable: field(z.boolean(), stock),
      }),
    ),

  saveWarehouse: procedure
    .input(commandBase.extend({ id: z.string().nullable(), name: z.string().trim().min(1).max(40) }))
    .output(z.object({ id: field(z.string(), all) })),
  orderWarehouses: procedure.input(commandBase.extend({ ids: z.array(z.string()) })).output(done),
  receive: procedure
    .input(
      commandBase.extend({
        warehouseId: z.string(),
        reference: z.string().trim().max(120),
        lines: z.array(z.object({ sku, quantity: pieces.min(1), damaged: pieces })).min(1).max(500),
      }),
    )
    .output(done),
  adjust: procedure
    .input(
      commandBase.extend({
        sku,
        warehouseId: z.string(),
        what: z.enum(['found', 'lost', 'damage', 'mend', 'scrap']),
        quantity: pieces.min(1),
        reason,
      }),
    )
    .output(z.object({ shortOrders: field(z.number(), all) })),
  /** A count sheet. `version` is the cell's as the counter saw it; another one refuses with `counted-meanwhile`. */
  count: procedure
    .input(
      commandBase.extend({
        warehouseId: z.string(),
        lines: z.array(z.object({ sku, counted: pieces, version: z.number().int(), reason: z.string().trim().max(200) })).min(1).max(500),
      }),
    )
    .output(z.object({ differing: field(z.number(), all), shortOrders: field(z.number(), all) })),
  transfer: procedure
    .input(commandBase.extend({ fromId: z.string(), toId: z.string(), note: z.string().max(200), lines: lines(1) }))
    .output(z.object({ id: field(z.number(), all) })),
  receiveTransfer: procedure
    .input(commandBase.extend({ id: z.number().int(), version: z.number().int(), lines: lines(1) }))
    .output(z.object({ version: field(z.number(), all), done: field(z.boolean(), all) })),
  /** What is still under way comes back to where it was sent from. */
  cancelTransfer: procedure
    .input(commandBase.extend({ id: z.number().int(), version: z.number().int() }))
    .output(z.object({ version: field(z.number(), all) })),
  hold: procedure
    .input(commandBase.extend({ sku, quantity: pieces.min(1), note: z.string().trim().max(120) }))
    .output(z.object({ id: field(z.number(), all), warehouseId: field(z.string(), all) })),
  endHold: procedure.input(commandBase.extend({ id: z.number().int(), handedOver: z.boolean() })).output(done),
  /** `pieces` 0 takes the line away. */
  setSafety: procedure
    .input(commandBase.extend({ sku, warehouseId: z.string(), pieces }))
    .output(done),
  /** `sku` null: the shop's code stands for itself again. */
  mapCode: procedure
    .input(commandBase.extend({ shopId: z.string(), platformSku: sku, sku: sku.nullable() }))
    .output(z.object({ planned: field(z.number(), all) })),
  refuseSuggestion: procedure
    .input(commandBase.extend({ shopId: z.string(), platformSku: sku, sku }))
    .output(done),
  /** Switches the push on for the list that was seen: another one refuses with `push-list-changed`. */
  confirmPush: procedure
    .input(commandBase.extend({ shopId: z.string(), buffer: pieces, fingerprint: z.string() }))
    .output(done),
  stopPush: procedure.input(commandBase.extend({ shopId: z.string() })).output(done),
} // prettier-ignore
