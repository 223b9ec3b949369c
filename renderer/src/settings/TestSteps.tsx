import { useEffect, useRef } from 'react'
import type { PlatformView } from '../../../core/rpc/api'
import { refusalOf } from '../client'
import { platformWords } from '../drawer/said-words'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { stepSentence } from './step-sentence'
import type { ShopTest } from './use-shop-test'
import { useSettingsWords } from './use-settings-words'

/** One sentence per step as it arrives; the first that fails says what to do. */
export function TestSteps({
  test,
  platform,
  fields = [],
}: {
  test: ShopTest
  platform: string
  fields?: PlatformView['settings']
}) {
  const { t, has, pick, platformName } = useSettingsWords()
  const reason = useReason()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    void list.current?.scrollIntoView({ block: 'nearest' })
  }, [test.state, test.steps.length])
  /** What was filled in and not even tried is named by its label; nothing broke half way. */
  const broken = () => {
    const refusal = refusalOf(test.error)
    if (!refusal) return t('testStopped', { reason: reason(test.error) })
    const field = fields.find((one) => one.name === refusal.data['setting'])
    return refusal.code === 'setting-invalid' && field
      ? t('settingInvalid', { label: pick(field.label) })
      : t('notTested', { reason: reason(test.error) })
  }
  /** What no platform said is our log's, for whoever helps. */
  const said = (detail: string) => {
    const words = platformWords(detail)
    return t(words === undefined ? 'technical' : 'platformSaid', { text: words ?? detail })
  }
  if (test.state === 'idle') return null
  const failed = test.steps.some((step) => !step.ok)
  return (
    <ol ref={list} className="settings-steps" aria-live="polite" aria-busy={test.state === 'running'}>
      {test.steps.map((step) => {
        const { head, advice } = stepSentence(step, { t, has, platform: platformName(platform) })
        return (
          <li key={step.step} className={step.ok ? '' : 'failed'}>
            <Icon name={step.ok ? 'check' : 'warn'} />
            <div>
              <span className={step.ok ? 'm' : 'm b'}>{head}</span>
              {step.ok && step.detail !== undefined && step.detail !== '' && (
                <span className="s i2"> {step.detail}</span>
              )}
              {advice !== null && <div className={step.ok ? 's i2' : 's'}>{advice}</div>}
              {!step.ok && step.detail !== undefined && step.detail !== '' && (
                <code className="settings-said">{said(step.detail)}</code>
              )}
            </div>
          </li>
        )
      })}
      {test.state === 'running' && (
        <li className="i2">
          <Icon name="clock" />
          <span className="m">{t('testRunning', { platform: platformName(platform) })}</span>
        </li>
      )}
      {test.state === 'broken' && (
        <li className="failed">
          <Icon name="warn" />
          <span className="m">{broken()}</span>
        </li>
      )}
      {test.state === 'done' && (
        <li className={failed ? 'unseen' : 'tok b m'}>{t(failed ? 'testFailed' : 'testAllOk')}</li>
      )}
    </ol>
  )
}
