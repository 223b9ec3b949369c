import { describe, expect, it } from 'vitest'
import { settingsWords } from './settings.words'
import { stepSentence } from './step-sentence'

const zh: Record<string, string> = settingsWords.zh
const words = {
  t: (key: string, values: Record<string, string | number> = {}) =>
    (zh[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name])),
  has: (key: string) => key in zh,
  platform: '淘宝',
}

describe('a test’s step', () => {
  it('is a sentence with what to do', () => {
    expect(stepSentence({ step: 'keys', ok: false, advice: 'renew-session' }, words)).toEqual({
      head: '钥匙它不认', advice: '授权过期了，让店铺主账号重新授权，把新的 session 填进来。',
    }) // prettier-ignore
    expect(stepSentence({ step: 'network', ok: true }, words)).toEqual({ head: '连得上淘宝', advice: null })
  })
  it('shows a code without words as it is', () => {
    expect(stepSentence({ step: 'moon', ok: false, advice: 'look-up' }, words).advice).toContain('look-up')
  })
  it('has words for every step and advice that a connector says', () => {
    const sources = import.meta.glob<string>('../../../core/connectors/*/*.check.ts', {
      query: '?raw',
      import: 'default',
      eager: true,
    })
    const said = Object.values(sources).join('\n')
    expect(said).toContain('orders-readable')
    const missing = [...said.matchAll(/(step|advice): '([a-z-]+)'/g)]
      .map(([, what, code]) => (what === 'step' ? `step_${code}_no` : `advice_${code}`))
      .filter((key) => !(key in zh))
    expect(missing).toEqual([])
  })
})
