import { useTranslation } from 'react-i18next'
import { setLanguage } from '../i18n'
import { useFirstRunWords } from './use-first-run-words'

/** 中文 / English: changes at once, before anything is stored. */
export function LanguageSwitch() {
  const { i18n } = useTranslation()
  const { t } = useFirstRunWords()
  return (
    <div className="seg" role="group" aria-label={t('language')}>
      {(
        [
          ['zh', t('languageZh')],
          ['en', t('languageEn')],
        ] as const
      ).map(([language, word]) => (
        <button
          key={language}
          type="button"
          lang={language === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={i18n.language === language}
          className={i18n.language === language ? 'on' : ''}
          onClick={() => setLanguage(language)}
        >
          {word}
        </button>
      ))}
    </div>
  )
}
