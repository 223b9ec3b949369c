import { describe, expect, test } from 'vitest'
import { systemClock } from '../../kernel'
import { plainHttp } from '../../testing/plain-http'
import { shopify } from '.'
import { webhookHmac } from './shopify.sign'

const RECEIVED_AT = Date.UTC(2026, 10, 20)

describe('webhooks', () => {
  const secret = 'shpss_0123456789abcdef0123456789abcdef'
  const connection = shopify.open(
    { id: 's1', origin: 'https://a.myshopify.com', settings: { access_token: 't', client_secret: secret } },
    { clock: systemClock, http: plainHttp(systemClock) },
  )
  const push = (topic: string, text: string, headers: Record<string, string> = {}) => {
    const body = Buffer.from(text)
    const all = {
      'x-shopify-topic': topic,
      'x-shopify-hmac-sha256': webhookHmac(secret, body),
      'x-shopify-webhook-id': 'w1',
      ...headers,
    }
    return connection.acceptPush?.({ headers: all, body, receivedAt: RECEIVED_AT })
  }
  const rereads = (topic: string, text: string) => connection.understand(push(topic, text)!.page).rereads
  const GID = 'gid://shopify/Order/820982911946154508'
  test('every topic that speaks of an order rings for it, digit for digit', () => {
    expect(rereads('orders/updated', `{"id":820982911946154508,"admin_graphql_api_id":"${GID}"}`)).toEqual([
      GID,
    ])
    expect(rereads('orders/delete', '{"id":820982911946154508}')).toEqual([GID])
    expect(rereads('refunds/create', '{"id":1,"order_id":820982911946154508}')).toEqual([GID])
    expect(rereads('fulfillments/update', '{"id":1,"order_id":820982911946154508}')).toEqual([GID])
    expect(rereads('returns/request', '{"id":1,"order":{"id":820982911946154508}}')).toEqual([GID])
    expect(rereads('orders/edited', '{"order_edit":{"id":1,"order_id":820982911946154508}}')).toEqual([GID])
    expect(rereads('app/uninstalled', '{"id":1}')).toEqual([])
    expect(push('orders/updated', '{}')?.deliveryId).toBe('w1')
  })
  test('forged or meant for another shop: nothing is kept', () => {
    expect(push('orders/updated', '{}', { 'x-shopify-hmac-sha256': 'AAAA' })).toBeUndefined()
    expect(push('orders/updated', '{}', { 'x-shopify-shop-domain': 'b.myshopify.com' })).toBeUndefined()
  })
  test('an order event without an order is unreadable', () => {
    expect(connection.understand(push('orders/updated', '{"x":1}')!.page).unreadable).toMatchObject([
      { code: 'missing-field' },
    ])
  })
})
