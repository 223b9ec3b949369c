import { describe, expect, it } from 'vitest'
import type { ShopSync } from '../../../core/rpc/api'
import { healthSentence, summaryOf, type Saying } from './health'
import { syncWords } from './sync.words'

const NOW = Date.UTC(2026, 10, 22, 6, 30)
const aShop = (over: Partial<ShopSync> = {}): ShopSync => ({
  shopId: 's1', shopName: '栗里家居', platform: 'taobao', paused: false, mode: 'push', paceMs: 20_000, lastContactAt: NOW, dataAsOf: NOW,
  health: 'ok', progress: null, lastError: null, retryAt: null, clockSkewMs: 0, ordersToday: 68, duplicatesAbsorbed: 5, gapsFound: 1,
  gapsHealed: 1, callsToday: 10, unreadable: 0, coverage: [], ...over,
}) // prettier-ignore

const zh: Record<string, string> = syncWords.zh
const say: Saying = {
  t: (key, values = {}) => (zh[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name])),
  time: () => '14:30', span: (ms) => `${Math.round(ms / 60_000)} 分钟`, pace: () => '每 20 秒', platform: () => '淘宝', said: (error) => (error === 'ours' ? '' : `它说「${error}」。`), now: NOW,
} // prettier-ignore

describe('the health sentence', () => {
  it('says what happened, what we did and what to do when a platform fails', () => {
    const line = healthSentence(aShop({ health: 'failing', lastError: '502', retryAt: NOW + 180_000 }), say)
    expect(line).toEqual({
      tone: 'warn', act: 'pull', title: '淘宝没好好回话（栗里家居）',
      did: '它说「502」。 已存下没读的时段，3 分钟后再去，不会漏，也不会重复入账。', doNext: '不用守着；想快些就现在去。',
    }) // prettier-ignore
  })
  it('does not call a shop that never answered a bad day of the platform', () => {
    const never = aShop({ health: 'failing', lastError: 'ours', dataAsOf: null, lastContactAt: null })
    expect(healthSentence(never, say)).toMatchObject({ tone: 'late', title: '栗里家居 一次也没连上' })
  })
  it('asks for new keys in red, with one button', () => {
    expect(healthSentence(aShop({ health: 'keys', lastError: 'Invalid session' }), say)).toMatchObject({
      tone: 'late',
      act: 'keys',
    })
  })
  it('does not put our own words into the platform’s mouth', () => {
    const line = healthSentence(aShop({ health: 'keys', lastError: 'ours', dataAsOf: null }), say)
    expect(line.did).toBe('先停下，免得被封。')
  })
  it('does not call a shop smooth whose orders were not understood', () => {
    expect(healthSentence(aShop({ unreadable: 30 }), say)).toMatchObject({
      tone: 'warn',
      title: '栗里家居 · 30 单没读懂',
    })
  })
  it('asks for nothing while all is well', () => {
    expect(healthSentence(aShop(), say)).toMatchObject({ tone: 'ok', act: null, doNext: null })
  })
})

describe('the page’s sentence', () => {
  it('names the worst of all shops', () => {
    expect(summaryOf([aShop(), aShop({ health: 'keys' })]).headline).toBe('trouble')
    expect(summaryOf([aShop({ gapsHealed: 0 }), aShop({ health: 'paused' })])).toMatchObject({
      headline: 'gaps',
      gapsOpen: 1,
    })
    expect(summaryOf([aShop(), aShop()])).toMatchObject({ headline: 'ok', orders: 136, repeats: 10 })
    expect(summaryOf([]).headline).toBe('none')
  })
})
