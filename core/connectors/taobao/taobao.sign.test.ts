import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignMethod, signTop } from './taobao.sign'
import vectors from './taobao.vectors.json'

interface TopClient {
  sign(params: Record<string, string>): string
}
const { default: TopClient } = createRequire(import.meta.url)('node-taobao-topclient') as {
  default: new (options: { appkey: string; appsecret: string }) => TopClient
}

test.each(vectors)('vector $id ($provenance)', ({ method, secret, params, expected }) => {
  const named = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]))
  expect(isSignMethod(method) && signTop(named, secret, method)).toBe(expected)
})

test('the published client signs the same', () => {
  const client = new TopClient({ appkey: '12345678', appsecret: 'helloworld' })
  const params = fc.dictionary(
    fc.stringMatching(/^[a-z_]{1,12}$/),
    fc.string({ minLength: 1, unit: 'grapheme' }),
    { maxKeys: 12 },
  )
  fc.assert(
    fc.property(params, (drawn) => {
      const { sign: _ignored, ...rest } = drawn
      expect(signTop(rest, 'helloworld', 'md5')).toBe(client.sign(rest))
    }),
    { numRuns: 200 },
  )
})

test('empty parameters and the signature itself do not count', () => {
  expect(signTop({ a: '1', b: '', sign: 'x' }, 's', 'md5')).toBe(signTop({ a: '1' }, 's', 'md5'))
})
