import { z } from 'zod'
import { recordHistory, type Change } from '../audit'
import type { ReadDb, Tx } from '../database'
import { Refusal, type SecretBox } from '../kernel'
import { checkNewShop, filledSettings, refuseMissing, type ShopKeys } from './check-new-shop'
import { connectorOf } from './platforms'
import { ShopEntity } from './shop.entity'

export { ShopEntity }

export interface NewShop extends ShopKeys {
  readonly name: string
  readonly since: number | null
}

/** A shop as everybody may know it: names of its settings, never a value. */
export interface ShopRow {
  readonly id: string
  readonly platform: string
  readonly name: string
  readonly origin: string
  readonly settingNames: readonly string[]
  readonly paused: boolean
  /** UTC ms; null = as far back as the platform allows. */
  readonly since: number | null
  readonly createdAt: number
}

/** A shop with its keys in the clear, for the connector only. */
export interface OpenedAccount {
  readonly id: string
  readonly platform: string
  readonly name: string
  readonly origin: string
  readonly settings: Readonly<Record<string, string>>
  readonly paused: boolean
  readonly since: number | null
}

const drawerOf = (id: string) => `shop:${id}`
const settingsOf = z.record(z.string(), z.string())

/** Binds a shop. Refuses like `checkNewShop`. */
export async function addShop(tx: Tx, box: SecretBox, shop: NewShop): Promise<ShopRow> {
  const { origin, settings } = checkNewShop(shop)
  if (tx.dialect === 'postgres') await tx.run('lock table shops in share row exclusive mode')
  const all = await tx.find(ShopEntity)
  const id = `s${Math.max(0, ...all.map((other) => Number(other.id.slice(1)) || 0)) + 1}`
  const row: ShopEntity = {
    id,
    platform: shop.platform,
    name: shop.name.trim(),
    origin,
    settingsSealed: box.sealIn(drawerOf(id), JSON.stringify(settings)),
    settingNames: Object.keys(settings).sort().join(','),
    paused: 0,
    removed: 0,
    since: shop.since,
    createdAt: tx.now,
  }
  await tx.insert(ShopEntity, row)
  await tx.run('insert into shop_sync (shop_id) values (?)', [id])
  note(tx, 'shop.added', id, [
    ['platform', null, row.platform],
    ['name', null, row.name],
    ['origin', null, origin],
    ['settings', null, row.settingNames],
  ])
  return toRow(row)
}

/** The shops in the order they were added, removed ones left out. */
export async function listShops(read: ReadDb): Promise<ShopRow[]> {
  const rows = await read.find(ShopEntity, { removed: 0 })
  return rows.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))).map(toRow)
}

/** Opens a shop's keys. `Refusal('shop-not-found')`, `Refusal('sealed-data-unreadable')` under another data key. */
export async function openAccount(read: ReadDb, box: SecretBox, id: string): Promise<OpenedAccount> {
  const row = await shopOf(read, id)
  const { platform, name, origin, since } = row
  return { id, platform, name, origin, settings: openSettings(box, row), paused: row.paused === 1, since }
}

/** Paused: neither pulled nor written to; pushes are still kept. */
export async function pauseShop(tx: Tx, id: string, paused: boolean): Promise<void> {
  const row = await shopOf(tx, id)
  if ((row.paused === 1) === paused) return
  await tx.update(ShopEntity, { id }, { paused: paused ? 1 : 0 })
  note(tx, paused ? 'shop.paused' : 'shop.resumed', id, [['paused', row.paused, paused ? 1 : 0]])
}

/** Puts new keys over the old; what is left empty stays. The shop is tried again at once. */
export async function newKeys(
  tx: Tx,
  box: SecretBox,
  id: string,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  const row = await shopOf(tx, id)
  const connector = connectorOf(row.platform)
  const fresh = filledSettings(connector, given)
  const settings = { ...openSettings(box, row), ...fresh }
  refuseMissing(connector, settings)
  const settingNames = Object.keys(settings).sort().join(',')
  await tx.update(
    ShopEntity,
    { id },
    { settingsSealed: box.sealIn(drawerOf(id), JSON.stringify(settings)), settingNames },
  )
  await tx.run(
    'update shop_sync set needs_keys = 0, failures = 0, last_error = null, retry_at = null where shop_id = ?',
    [id],
  )
  note(tx, 'shop.keys-changed', id, [['settings', row.settingNames, Object.keys(fresh).sort().join(',')]])
}

/** The shop leaves the list and is read no more; its keys are destroyed, its orders stay. */
export async function removeShop(tx: Tx, box: SecretBox, id: string): Promise<void> {
  await shopOf(tx, id)
  await tx.update(
    ShopEntity,
    { id },
    { removed: 1, settingsSealed: box.sealIn(drawerOf(id), '{}'), settingNames: '' },
  )
  note(tx, 'shop.removed', id, [['removed', 0, 1]])
}

async function shopOf(read: ReadDb, id: string): Promise<ShopEntity> {
  const [row] = await read.find(ShopEntity, { id, removed: 0 })
  if (!row) throw new Refusal('shop-not-found', { shop: id })
  return row
}

function openSettings(box: SecretBox, row: ShopEntity): Record<string, string> {
  return settingsOf.parse(JSON.parse(box.openFrom(drawerOf(row.id), row.settingsSealed)))
}

function toRow({ id, platform, name, origin, settingNames, paused, since, createdAt }: ShopEntity): ShopRow {
  return {
    id,
    platform,
    name,
    origin,
    settingNames: settingNames ? settingNames.split(',') : [],
    paused: paused === 1,
    since,
    createdAt,
  }
}

function note(tx: Tx, kind: string, id: string, changes: readonly Change[]): void {
  recordHistory(tx, { kind, entity: 'shop', entityId: id, changes })
}
