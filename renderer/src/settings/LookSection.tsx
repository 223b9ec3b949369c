import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setAppearance, storedAppearance } from '../appearance'
import { setLanguage } from '../i18n'
import { useReason } from '../drawer/use-reason'
import { Section } from './Section'
import { useChangeSettings } from './use-settings'
import { useSettingsWords } from './use-settings-words'

/** Language and look: both change on this station at once; whose right it is keeps them for the others. */
export function LookSection({ keeps }: { keeps: boolean }) {
  const { i18n } = useTranslation()
  const [appearance, setShown] = useState(storedAppearance)
  const { t } = useSettingsWords()
  const reason = useReason()
  const change = useChangeSettings()
  return (
    <Section id="look" title={t('secLook')} why={t('languageWhy')}>
      <div className="settings-pan padded">
        <Choice
          label={t('language')}
          value={i18n.language === 'en' ? 'en' : 'zh'}
          options={[
            ['zh', t('languageZh')],
            ['en', t('languageEn')],
          ]}
          onChoose={(language) => {
            setLanguage(language)
            if (keeps) change.mutate({ language })
          }}
        />
        <Choice
          label={t('theme')}
          value={appearance}
          options={[
            ['light', t('themeLight')],
            ['dark', t('themeDark')],
            ['system', t('themeSystem')],
          ]}
          onChoose={(theme) => {
            setAppearance(theme)
            setShown(theme)
            if (keeps) change.mutate({ theme })
          }}
        />
        {change.isError && (
          <p className="s tlate" role="alert">
            {reason(change.error)}
          </p>
        )}
      </div>
    </Section>
  )
}

function Choice<T extends string>(props: {
  label: string
  value: T | undefined
  options: readonly (readonly [T, string])[]
  onChoose: (value: T) => void
}) {
  return (
    <div className="settings-field">
      <span>{props.label}</span>
      <div>
        <div className="seg settings-seg" role="group" aria-label={props.label}>
          {props.options.map(([value, word]) => (
            <button
              key={value}
              type="button"
              aria-pressed={props.value === value}
              className={props.value === value ? 'on' : ''}
              onClick={() => props.onChoose(value)}
            >
              {word}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
