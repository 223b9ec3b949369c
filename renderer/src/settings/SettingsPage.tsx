import { useState } from 'react'
import { PeopleSection } from '../people/PeopleSection'
import { StationsSection } from '../people/StationsSection'
import { useReason } from '../drawer/use-reason'
import { BackupSection } from './BackupSection'
import { LookSection } from './LookSection'
import { MessagesSection } from './MessagesSection'
import { PinSection } from './PinSection'
import { PracticeSection } from './PracticeSection'
import { ShopsSection } from './ShopsSection'
import { TimesSection } from './TimesSection'
import { VipSection } from './VipSection'
import { useSettings } from './use-settings'
import { useSettingsWords } from './use-settings-words'
import '../drawer/parts.css'
import './settings.css'

const SECTIONS = [
  ['shops', 'secShops'],
  ['people', 'people:secPeople'],
  ['stations', 'people:secStations'],
  ['times', 'secTimes'],
  ['vip', 'secVip'],
  ['messages', 'secMessages'],
  ['look', 'secLook'],
  ['backup', 'secBackup'],
  ['pin', 'secPin'],
  ['practice', 'secPractice'],
] as const

/** Shops and their keys, people, time-outs, VIP buyers, messages, language and look, backups, the PIN, practice. */
export function SettingsPage() {
  const { t } = useSettingsWords()
  const reason = useReason()
  // The sync page sends the person here for new keys of one shop.
  const [asked] = useState(() => new URLSearchParams(window.location.hash.split('?')[1]))
  const keysFor = asked.get('keys')
  const { settings, error, again } = useSettings()
  const owner = settings !== undefined && Object.keys(settings).length > 0
  return (
    <div className="settings-page">
      <nav className="settings-nav" aria-label={t('sections')}>
        {SECTIONS.filter(([id]) => owner || id === 'look').map(([id, word]) => (
          <button
            key={id}
            type="button"
            onClick={() => document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' })}
          >
            {t(word)}
          </button>
        ))}
      </nav>
      <div className="settings-body">
        {error && !settings && (
          <div className="row settings-trouble" role="alert">
            <p className="tlate">{t('loadFailed', { reason: reason(error) })}</p>
            <button type="button" className="btn sm" onClick={again}>
              {t('tryAgain')}
            </button>
          </div>
        )}
        {settings && !owner && (
          <>
            <LookSection keeps={owner} />
            <p className="settings-section i2">{t('ownerOnly')}</p>
          </>
        )}
        {settings && owner && (
          <>
            <ShopsSection keysFor={keysFor} add={asked.has('add')} />
            <PeopleSection />
            <StationsSection />
            <TimesSection settings={settings} />
            <VipSection />
            <MessagesSection />
            <LookSection keeps={owner} />
            <BackupSection settings={settings} />
            <PinSection />
            <PracticeSection />
          </>
        )}
      </div>
    </div>
  )
}
