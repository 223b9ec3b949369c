import { expect, test } from 'vitest'
import { stepSentence } from './step-sentences'

test('a step of shop test is a sentence with its advice, not a code', () => {
  const line = stepSentence({ step: 'keys', ok: false, detail: 'Vendure answered HTTP 401', advice: 'renew-keys' }) // prettier-ignore
  expect(line).toMatch(/^✗ 钥匙它不认 \/ the keys are refused\n {4}Vendure answered HTTP 401\n {4}→ 令牌不对/)
  expect(line).not.toContain('renew-keys')
  expect(stepSentence({ step: 'network', ok: true })).toBe('✓ 连得上平台 / the platform can be reached')
})
