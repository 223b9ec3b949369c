import { useTranslation } from 'react-i18next'
import type { SyncPill } from '../../../core/rpc/api'
import { go } from '../route'
import { Icon } from '../ui'
import { useLineLost } from '../use-line'
import { countWord } from './count-word'
import { usePill } from './use-pill'

/** The signature of every page: names the oldest shop, never the freshest. */
export function SyncPillView() {
  const { t, i18n } = useTranslation('shell')
  const pill = usePill().data
  const lost = useLineLost()
  if (!pill) return null
  // What was true when the line broke may not be any more.
  const tone = lost ? 'lost' : toneOf(pill)
  return (
    <button
      type="button"
      className={`pill ${tone === 'ok' && pill.exceptions > 0 ? 'unread' : tone}`}
      onClick={() => go({ page: 'sync', order: null })}
      aria-live="polite"
    >
      <Icon
        name={
          tone === 'ok'
            ? 'check'
            : tone === 'failing' || tone === 'gaps' || tone === 'lost'
              ? 'warn'
              : 'clock'
        }
      />
      <span>
        {t(tone === 'failing' && pill.oldestAsOf === null ? 'pill.failingNever' : `pill.${tone}`, {
          shops: countWord(pill.shops, i18n.language),
          gaps: pill.gaps,
          shop: pill.oldestShop ?? '',
          time: clock(pill.oldestAsOf, i18n.language),
        })}
      </span>
      {pill.pullOnly ? <span className="mode">{t('pill.pull')}</span> : null}
      {pill.exceptions > 0 ? (
        <span className="mode">{t('pill.exceptions', { n: pill.exceptions })}</span>
      ) : null}
    </button>
  )
}

function toneOf(pill: SyncPill): 'none' | 'ok' | 'gaps' | 'late' | 'failing' | 'first' {
  if (pill.health === 'none') return 'none'
  if (pill.health === 'failing') return 'failing'
  if (pill.oldestAsOf === null) return 'first'
  if (pill.health === 'late') return 'late'
  return pill.gaps > 0 ? 'gaps' : 'ok'
}

function clock(ms: number | null, language: string): string {
  return ms === null
    ? '—'
    : new Date(ms).toLocaleTimeString(language === 'en' ? 'en-GB' : 'zh-CN', {
        hour: '2-digit',
        minute: '2-digit',
        hour12: false,
      })
}
