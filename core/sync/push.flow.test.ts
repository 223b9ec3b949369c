import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../connectors'
import { startVendureSimulator } from '../connectors/vendure'
import { webhookHmac } from '../connectors/vendure/vendure.sign'
import { doctor } from '../database'
import { removeShop } from '../shops'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { listExceptions, shopSyncs } from './sync-view.store'

let simulator: Simulator
let served: ServedCore
/** Changes what the shop answers on its way to us: what no version of the platform that we know would say. */
let twist: (body: string) => string
let between: ReturnType<typeof createServer>

beforeEach(async () => {
  simulator = await startVendureSimulator({})
  served = await aServedCore()
  twist = (body) => body
  between = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
      const { 'vendure-api-key': key } = incoming.headers
      const answer = await fetch(simulator.origin + (incoming.url ?? ''), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'vendure-api-key': String(key) },
        body: Buffer.concat(chunks),
      })
      outgoing.writeHead(answer.status, { date: answer.headers.get('date') ?? '' })
      outgoing.end(twist(await answer.text()))
    })().catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
  between.closeAllConnections()
  between.close()
})

const bind = () =>
  served.bind('vendure', {
    origin: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    settings: simulator.settings,
  })
/** An order at the shop, paid. */
function anOrderAtTheShop(given: Parameters<typeof aSale>[0] = {}): string {
  const id = simulator.shop.place(aSale(given))
  simulator.shop.pay(id, Date.now())
  return id
}
const bell = (orderId: string, id = 'e1') =>
  JSON.stringify({ id, topic: 'order.placed', at: new Date().toISOString(), payload: { orderId } })

interface Answer {
  readonly status: number
  readonly body: { repeat?: boolean; order?: { externalId: string; state: string } }
}
function knock(
  shopId: string,
  body: string,
  given: { signature?: string; agent?: Agent } = {},
): Promise<Answer> {
  const signature =
    given.signature ?? webhookHmac(simulator.settings['webhook_secret'] ?? '', Buffer.from(body))
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-vendure-hmac-sha256': signature }
    const options = { method: 'POST', headers, ...(given.agent ? { agent: given.agent } : {}) }
    const sent = request(`${served.address}/hooks/${shopId}`, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Answer['body'] })
      })
    })
    sent.on('error', reject).end(body)
  })
}
const count = async (sql: string) =>
  Number((await served.core.database.read.get<{ n: number }>(`select count(*) as n from ${sql}`))?.n)
async function settle(): Promise<void> {
  await served.core.sync.drain()
  await served.core.jobs.idle()
  await served.core.sync.drain()
}
const pull = (shopId: string) => served.core.sync.once([shopId], () => served.core.jobs.idle())
const exceptions = () => listExceptions(served.core.database.read, served.core.box, false)
const duplicates = () => served.core.database.read.all('select duplicates from shop_sync')

describe('one push, a thousand times', () => {
  test('makes one order and 999 absorbed repeats, each answered 200', async () => {
    const shop = await bind()
    await served.core.sync.start()
    const orderId = anOrderAtTheShop()
    const body = bell(orderId)
    const agent = new Agent({ keepAlive: true, maxSockets: 8 })
    const answers = await Promise.all(Array.from({ length: 1000 }, () => knock(shop.id, body, { agent })))
    agent.destroy()
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1000)
    expect(answers.filter((answer) => answer.body.repeat === false)).toHaveLength(1)
    await settle()
    expect(await served.core.database.read.all('select external_id, state from orders')).toEqual([
      { external_id: orderId, state: 'to-ship' },
    ])
    expect(await duplicates()).toEqual([{ duplicates: 999 }])
    expect(await count(`inbox_pages where source='push'`)).toBe(1)
    expect(await count(`history where kind='order.received'`)).toBe(1)
    // A late repeat is told where the order stands.
    expect(await knock(shop.id, body)).toMatchObject({
      status: 200,
      body: { repeat: true, order: { externalId: orderId, state: 'to-ship' } },
    })
    expect((await doctor(served.core.database)).ok).toBe(true)
  })
})

test('a push that comes before sync starts does not keep the shop from being pulled', async () => {
  const shop = await bind()
  const [pushed, pulled] = [anOrderAtTheShop(), anOrderAtTheShop()]
  expect((await knock(shop.id, bell(pushed))).status).toBe(200)
  await served.core.sync.start()
  await expect.poll(() => count('orders')).toBe(2)
  expect(await count(`orders where external_id='${pulled}'`)).toBe(1)
})

describe('who may knock', () => {
  test('a wrong signature is answered 401 and nothing of it is kept', async () => {
    const shop = await bind()
    const body = bell(anOrderAtTheShop())
    const forged = webhookHmac('another secret', Buffer.from(body))
    for (const signature of [forged, '', 'x'.repeat(44), forged.slice(1)])
      expect((await knock(shop.id, body, { signature })).status).toBe(401)
    expect(await count('inbox_pages')).toBe(0)
    expect(await duplicates()).toEqual([{ duplicates: 0 }])
    await settle()
    expect(await count('orders')).toBe(0)
  })

  test('a shop that is not here is answered 404: the platform need not send it again', async () => {
    const shop = await bind()
    expect((await knock('s99', bell('1'))).status).toBe(404)
    await served.core.database.withTx({ who: 'owner', from: 'test' }, (tx) =>
      removeShop(tx, served.core.box, shop.id),
    )
    expect((await knock(shop.id, bell('1'))).status).toBe(404)
    expect(await count('inbox_pages')).toBe(0)
  })
})

describe('what cannot be read is kept and holds nobody back', () => {
  test('truncated JSON under a right signature', async () => {
    const shop = await bind()
    const orderId = anOrderAtTheShop()
    const cut = bell('77').slice(0, -20)
    expect((await knock(shop.id, cut)).status).toBe(200)
    expect((await knock(shop.id, bell(orderId))).status).toBe(200)
    await settle()
    expect(await exceptions()).toMatchObject([
      { shopId: shop.id, code: 'truncated-json', source: 'push', externalId: null, attempts: 1 },
    ])
    expect(await count(`orders where external_id='${orderId}'`)).toBe(1)
    // The same again is a repeat of that one, not a second exception.
    expect(await knock(shop.id, cut)).toMatchObject({ status: 200, body: { repeat: true } })
    await settle()
    expect(await exceptions()).toHaveLength(1)
  })

  test('an unknown state and an unknown currency; a later readable version heals them', async () => {
    const shop = await bind()
    const ids = Array.from({ length: 6 }, () => anOrderAtTheShop())
    const [, state = '', , currency = ''] = ids
    twist = (body) => {
      const answer = JSON.parse(body) as { data?: { orders?: { items?: Wire[] }; order?: Wire } }
      for (const order of [...(answer.data?.orders?.items ?? []), answer.data?.order]) {
        if (order?.id === state) order.state = 'AwaitingTheMoon'
        if (order?.id === currency) order.currencyCode = 'XTS'
      }
      return JSON.stringify(answer)
    }
    await pull(shop.id)
    const found = await exceptions()
    expect(found.map(({ externalId, code }) => [externalId, code]).sort()).toEqual(
      [
        [state, 'unknown-state'],
        [currency, 'unknown-currency'],
      ].sort(),
    )
    for (const one of found) expect(one.number).toMatch(/^[A-Z0-9]{8,}$/)
    const [shown] = await shopSyncs(served.core.database.read, Date.now())
    expect(shown?.unreadable).toBe(2)
    expect(await count('orders')).toBe(4)
    expect(await count(`inbox_pages where state='new'`)).toBe(0)

    // «Read again» asks the platform, and the failures before stay counted.
    const [first] = found
    await served.core.sync.retryNow(Number(first?.id))
    expect(await exceptions()).toHaveLength(2)
    expect((await exceptions()).find((one) => one.id === first?.id)?.attempts).toBe(
      (first?.attempts ?? 0) + 1,
    )

    twist = (body) => body
    await served.core.sync.retryNow(Number(first?.id))
    expect((await exceptions()).map((one) => one.id)).not.toContain(first?.id)
    await pull(shop.id)
    expect(await exceptions()).toEqual([])
    expect(await count('orders')).toBe(6)
    expect((await doctor(served.core.database)).ok).toBe(true)
  })

  test('the pages of a shop that was removed meanwhile', async () => {
    const gone = await bind()
    const shop = await bind()
    const orderId = anOrderAtTheShop()
    await served.core.database.withTx({ who: 'owner', from: 'test' }, async (tx) => {
      await tx.run(
        `insert into inbox_pages (shop_id,source,kind,as_of,received_at,hash,body,state,last_at) values (?,'pull','orders',1,1,'h',?,'new',1)`,
        [gone.id, new Uint8Array(1)],
      )
      await removeShop(tx, served.core.box, gone.id)
    })
    expect((await knock(shop.id, bell(orderId))).status).toBe(200)
    await settle()
    expect(await count(`orders where external_id='${orderId}'`)).toBe(1)
  })
})

interface Wire {
  id: string
  state: string
  currencyCode: string
}
