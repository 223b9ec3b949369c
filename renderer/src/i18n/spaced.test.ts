import { expect, it } from 'vitest'
import { spaced } from './spaced'

it('sets a Latin name apart from Chinese signs, and leaves the rest alone', () => {
  expect(spaced('Vendure没有自己的时限。', 'Vendure')).toBe('Vendure 没有自己的时限。')
  expect(spaced('连得上Shopify', 'Shopify')).toBe('连得上 Shopify')
  expect(spaced('Shopify不认这把钥匙了（Shopify 店）', 'Shopify')).toBe(
    'Shopify 不认这把钥匙了（Shopify 店）',
  )
  expect(spaced('淘宝也记下了', '淘宝')).toBe('淘宝也记下了')
})
