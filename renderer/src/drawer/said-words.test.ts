import { expect, it } from 'vitest'
import { drawerWords } from './drawer.words'
import { saidWords } from './said-words'

const zh: Record<string, string> = drawerWords.zh
const words = {
  has: (key: string) => key in zh,
  t: (key: string, values: Record<string, string | number> = {}) =>
    (zh[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name])),
}

it('quotes what the platform said, and nothing that we wrote ourselves', () => {
  expect(saidWords('taobao.trade.memo.update: 40 Invalid arguments isv.invalid-parameter 「备注过长」', words)).toBe('它说「备注过长」。') // prettier-ignore
  expect(saidWords('Shopify answered HTTP 502', words)).toBe('它回了 HTTP 502。')
  expect(saidWords('memo-too-long', words)).toBe('平台装不下这么长的备注。')
  expect(saidWords('Shopify does not accept the access token', words)).toBe('')
})
