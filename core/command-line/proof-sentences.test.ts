import { expect, test } from 'vitest'
import { CHECKS } from '../database'
import { Refusal } from '../kernel'
import { checkSentence } from './check-sentences'
import { proofSentence } from './proof-sentences'
import { sentenceOf } from './sentences'

test.each([
  ['not-ours', '这不是掌柜的备份', 'no backup of Zhanggui'],
  ['newer', '先升级程序', 'update the program'],
  [
    'damaged: *** in database main ***\nTree 149 page 10255: btreeInitPage() returns error code 11',
    '文件坏了',
    'damaged',
  ],
  ['damaged: 2 rows refer to nothing', '文件坏了', 'damaged'],
  ['history: missing at 1777', '历史少了第 1777 条', 'entry 1777 of its history is missing'],
  ['history: altered at 1', '第 1 条起被改过', 'altered at entry 1'],
  ['counts: 3 orders, 2 counted', '单数', 'number of orders'],
  ['sums: order-counters: 1: s1 done CNY 0 100', '单数和金额对得上', 'counted orders and sums are right'],
])('%j is said in words', (problem, chinese, english) => {
  const [zh, en] = proofSentence(problem)
  expect(zh).toContain(chinese)
  expect(en).toContain(english)
  expect(zh + en).not.toMatch(/btree|database main|refer to nothing|not-ours|order-counters/)
  const refused = sentenceOf(new Refusal('backup-unusable', { problem }))
  expect(refused).toMatch(/换一份[\s\S]*Take another one/)
  expect(refused.includes('--as-is')).toBe(problem.startsWith('sums'))
})

test('each check that is not well says what its figures are and what to do; a well one is one line', () => {
  for (const check of CHECKS) {
    const [what, zh, en] = checkSentence({ check, ok: false, detail: '1: x' }).split('\n')
    expect(what).toMatch(/^✗ 不对：.+ \/ not so: .+: 1: x$/)
    expect(zh).toMatch(/^ {4}[^a-z]?.*。→ .+。$/)
    expect(en).toMatch(/^ {4}.+\. → .+\.$/)
    expect(checkSentence({ check, ok: true, detail: 'ok' })).not.toContain('\n')
  }
})
