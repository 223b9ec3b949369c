import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readHistory } from '../audit'
import { SecretBox } from '../kernel'
import { coreDatabase } from '../testing'
import {
  addShop,
  checkNewShop,
  listShops,
  newKeys,
  openAccount,
  pauseShop,
  platforms,
  removeShop,
} from './index'

const actor = { who: 'owner', from: 'desktop' }
const box = new SecretBox(randomBytes(32))
const keys = { app_key: '1234', app_secret: 'very-secret', session: ' token ' }
const shop = {
  platform: 'taobao',
  name: ' 林记 ',
  url: '',
  settings: { ...keys, sign_method: '' },
  since: null,
}

test('a shop is bound, listed without its keys, and opened with them', async () => {
  await using database = await coreDatabase()
  const added = await database.withTx(actor, (tx) => addShop(tx, box, shop))
  const second = await database.withTx(actor, (tx) =>
    addShop(tx, box, { ...shop, url: 'http://127.0.0.1:8080/', since: 5 }),
  )
  expect([added.id, second.id]).toEqual(['s1', 's2'])
  expect(await listShops(database.read)).toEqual([added, second])
  expect(added).toMatchObject({
    name: '林记',
    settingNames: ['app_key', 'app_secret', 'session'],
    origin: platforms.get('taobao')?.defaultOrigin,
    paused: false,
  })
  expect(JSON.stringify(added)).not.toContain('very-secret')
  expect(await openAccount(database.read, box, 's2')).toEqual({
    id: 's2', platform: 'taobao', name: '林记', origin: 'http://127.0.0.1:8080', settings: { ...keys, session: 'token' }, paused: false, since: 5,
  }) // prettier-ignore
  expect(await database.read.all('select shop_id from shop_sync order by shop_id')).toEqual([
    { shop_id: 's1' },
    { shop_id: 's2' },
  ])
  const everything = JSON.stringify([
    await database.read.all('select * from history'),
    await database.read.all('select * from shops'),
  ])
  expect(everything).not.toContain('very-secret')
  await expect(openAccount(database.read, new SecretBox(randomBytes(32)), 's1')).rejects.toMatchObject({
    code: 'sealed-data-unreadable',
  })
})

test('new keys go over the old, empty ones change nothing, and the shop is tried again', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, async (tx) => {
    await addShop(tx, box, shop)
    await tx.run(
      `update shop_sync set needs_keys = 1, failures = 9, last_error = 'expired' where shop_id = 's1'`,
    )
    await newKeys(tx, box, 's1', { session: 'fresh', app_secret: '' })
  })
  expect((await openAccount(database.read, box, 's1')).settings).toEqual({ ...keys, session: 'fresh' })
  expect(await database.read.get('select needs_keys, failures, last_error from shop_sync')).toEqual({
    needs_keys: 0,
    failures: 0,
    last_error: null,
  })
  await expect(
    database.withTx(actor, (tx) => newKeys(tx, box, 's1', { colour: 'red' })),
  ).rejects.toMatchObject({ code: 'setting-unknown' })
})

test('paused, resumed and removed, each with its history; an id is never given twice', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, (tx) => addShop(tx, box, shop))
  for (const paused of [true, true, false]) await database.withTx(actor, (tx) => pauseShop(tx, 's1', paused))
  await database.withTx(actor, (tx) => removeShop(tx, box, 's1'))
  expect((await readHistory(database.read, 'shop', 's1')).map((entry) => entry.kind)).toEqual([
    'shop.added',
    'shop.paused',
    'shop.resumed',
    'shop.removed',
  ])
  expect(await listShops(database.read)).toEqual([])
  await expect(openAccount(database.read, box, 's1')).rejects.toMatchObject({ code: 'shop-not-found' })
  expect(await database.withTx(actor, (tx) => addShop(tx, box, shop))).toMatchObject({ id: 's2' })
})

test.each([
  [{ platform: 'ebay' }, 'unknown-platform'],
  [{ settings: { app_key: '1' } }, 'setting-missing'],
  [{ settings: { ...keys, colour: 'red' } }, 'setting-unknown'],
  [{ url: 'ftp://a' }, 'bad-url'],
  [{ url: 'gw.api.taobao.com' }, 'bad-url'],
  [{ url: 'https://a.example/router/rest' }, 'bad-url'],
  [{ url: 'https://user:pw@a.example' }, 'bad-url'],
  [{ url: 'https://a.example?key=1' }, 'bad-url'],
  [{ url: 'https://a.example/#x' }, 'bad-url'],
  [{ platform: 'shopify', settings: { access_token: 'a' } }, 'url-needed'],
])('%j is refused: %s', (part, code) => {
  expect(() => checkNewShop({ ...shop, ...part })).toThrow(
    expect.objectContaining({ name: 'Refusal', code }) as Error,
  )
})

test('what is missing or unknown is named, never its value', () => {
  const refused = (settings: Record<string, string>) => {
    try {
      checkNewShop({ ...shop, settings })
    } catch (error) {
      return JSON.stringify(error)
    }
    return ''
  }
  expect(refused({ app_secret: 'very-secret' })).toContain('app_key, session')
  expect(refused({ ...keys, colour: 'very-secret' })).toMatch(/colour/)
  expect(refused({ ...keys, colour: 'very-secret' })).not.toContain('very-secret')
})
