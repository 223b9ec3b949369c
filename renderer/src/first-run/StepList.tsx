import { Icon } from '../ui'
import { Mark } from './Mark'
import { useFirstRunWords } from './use-first-run-words'

/** The indigo side: what Zhanggui is, and which step this is. */
export function StepList({ at }: { at: 1 | 2 }) {
  const { t } = useFirstRunWords()
  const steps = [
    { title: 'step1', why: at > 1 ? 'step1Done' : 'step1Why' },
    { title: 'step2', why: 'step2Why' },
  ]
  return (
    <aside className="first-run-side">
      <Mark size={48} />
      <p className="first-run-claim">
        {t('claim1')}
        <br />
        {t('claim2')}
      </p>
      <ol aria-label={t('steps')}>
        {steps.map((step, index) => {
          const number = index + 1
          return (
            <li
              key={step.title}
              className={number === at ? 'now' : number < at ? 'done' : ''}
              aria-current={number === at ? 'step' : undefined}
            >
              <span className="first-run-number">{number < at ? <Icon name="check" /> : number}</span>
              <div>
                <div className="b">{t(step.title)}</div>
                <div className="s first-run-sub">{t(step.why)}</div>
              </div>
            </li>
          )
        })}
      </ol>
      <p className="first-run-keep">
        <Icon name="shield" size={20} />
        <span>{t('keep')}</span>
      </p>
    </aside>
  )
}
