import '@shopify/shopify-api/adapters/web-api'
import { ApiVersion, shopifyApi } from '@shopify/shopify-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGenuineCallback, isGenuineWebhook, oauthHmac, webhookHmac } from './shopify.sign'
import vectors from './shopify.vectors.json'

test('published and computed vectors', () => {
  for (const vector of vectors) {
    if (vector.rawBody !== undefined)
      expect(webhookHmac(vector.secret, Buffer.from(vector.rawBody))).toBe(vector.hmac)
    else if (vector.kind.startsWith('OAuth')) {
      const parameters = Object.fromEntries(new URLSearchParams(vector.message))
      expect(oauthHmac(vector.secret, { ...parameters, hmac: 'x' })).toBe(vector.hmac)
      expect(isGenuineCallback(vector.secret, { ...parameters, hmac: vector.hmac ?? '' })).toBe(true)
    }
  }
})

test("Shopify's own library accepts what we sign, whatever the bytes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({ minLength: 1 }),
      async (body, secret) => {
        const api = shopifyApi({
          apiSecretKey: secret,
          apiKey: 'key',
          apiVersion: Object.values(ApiVersion)[0] ?? ApiVersion.January26,
          hostName: 'localhost',
          isEmbeddedApp: false,
          isCustomStoreApp: false,
          scopes: ['read_orders'],
          logger: { level: 0, log: () => undefined },
        })
        const validate = (hmac: string) =>
          api.webhooks.validate({
            rawBody: body,
            rawRequest: new Request('https://localhost/', {
              method: 'POST',
              headers: {
                'x-shopify-hmac-sha256': hmac,
                'x-shopify-topic': 'orders/updated',
                'x-shopify-api-version': '2026-10',
                'x-shopify-shop-domain': 'a.myshopify.com',
                'x-shopify-webhook-id': '1',
              },
            }),
          })
        const ours = webhookHmac(secret, Buffer.from(body))
        expect((await validate(ours)).valid).toBe(true)
        expect((await validate(webhookHmac(`${secret}x`, Buffer.from(body)))).valid).toBe(false)
      },
    ),
    { numRuns: 25 },
  )
})

test('the old secret holds during a rotation, an empty one never', () => {
  const body = Buffer.from('{}')
  expect(isGenuineWebhook(['new', 'old'], body, webhookHmac('old', body))).toBe(true)
  expect(isGenuineWebhook(['new', ''], body, webhookHmac('', body))).toBe(false)
  expect(isGenuineWebhook(['new'], body, '')).toBe(false)
})
