import { useState } from 'react'
import { useReason } from '../drawer/use-reason'
import { Section } from './Section'
import { useChangeSettings, type Settings } from './use-settings'
import { useSettingsWords } from './use-settings-words'

const RULES = [
  { name: 'unpaidYellowMinutes', word: 'unpaid', help: 'unpaidHelp', min: 1, max: 10_080, tone: 'warn' },
  {
    name: 'unshippedRedMinutes',
    word: 'unshipped',
    help: 'unshippedHelp',
    min: 5,
    max: 43_200,
    tone: 'late',
  },
  { name: 'refundDueMinutes', word: 'refundDue', help: 'refundDueHelp', min: 5, max: 43_200, tone: 'late' },
] as const

/** After how many minutes an order turns yellow or red on the board. */
export function TimesSection({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords()
  return (
    <Section id="times" title={t('secTimes')} why={t('timesWhy')}>
      <div className="settings-pan padded">
        {RULES.map((rule) => (
          <MinutesField key={rule.name} rule={rule} stored={settings[rule.name]} />
        ))}
      </div>
    </Section>
  )
}

function MinutesField({ rule, stored }: { rule: (typeof RULES)[number]; stored: number | undefined }) {
  const { t } = useSettingsWords()
  const reason = useReason()
  const change = useChangeSettings()
  // What is being typed; else what is stored, also when another station changes it.
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? (stored === undefined ? '' : String(stored))
  const minutes = /^\d+$/.test(text) ? Number(text) : Number.NaN
  const fits = minutes >= rule.min && minutes <= rule.max
  const id = `rule-${rule.name}`
  const save = () => {
    if (fits && minutes !== stored)
      change.mutate({ [rule.name]: minutes }, { onSuccess: () => setTyped(null) })
    else if (fits) setTyped(null)
  }
  return (
    <form
      className="settings-field"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <label htmlFor={id}>
        <i className={`settings-dot ${rule.tone}`} aria-hidden="true" />
        {t(rule.word)}
      </label>
      <div>
        <div className="row">
          <input
            id={id}
            className="input figure n"
            inputMode="numeric"
            value={text}
            aria-invalid={!fits}
            aria-describedby={`${id}-help`}
            onChange={(event) => {
              setTyped(event.target.value.trim())
              change.reset()
            }}
            onBlur={save}
          />
          <span className="m i2">
            {t('minutes')}
            {fits && minutes >= 60 && ` ${t('asHours', { h: Number((minutes / 60).toFixed(1)) })}`}
          </span>
          <span className={change.isError ? 's tlate' : 's tok'} role="status">
            {change.isError
              ? reason(change.error)
              : change.isPending
                ? t('saving')
                : change.isSuccess
                  ? t('saved')
                  : ''}
          </span>
        </div>
        <p id={`${id}-help`} className={fits ? 's i2' : 's tlate'}>
          {fits ? t(rule.help) : t('outOfRange', { min: rule.min, max: rule.max })}
        </p>
      </div>
    </form>
  )
}
