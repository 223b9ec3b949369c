import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { Icon, useNow } from '../ui'
import { dateTime } from '../drawer/times'
import { BackupList } from './BackupList'
import { sizeWords } from './size-words'
import { RecoveryWords } from './RecoveryWords'
import { Section } from './Section'
import { useChangeSettings, type Settings } from './use-settings'
import { problemWord } from './problem-word'
import { useSettingsWords } from './use-settings-words'

const HOURS = Array.from({ length: 24 }, (_none, hour) => hour)
const KEEPS = [3, 7, 14, 30, 60, 90]

/** Every night a copy, really restored once to prove it. */
export function BackupSection({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const now = useNow()
  const change = useChangeSettings()
  const list = useQuery({ queryKey: ['backups'], queryFn: () => client.auth.backups() })
  const make = useMutation({
    mutationFn: () => client.auth.backupNow({ commandId: newCommandId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['backups'] }),
  })
  const hour = settings.backupHour ?? null
  const keep = settings.backupKeep ?? 14
  const proven = Math.max(0, ...(list.data?.backups.map((one) => one.provenAt ?? 0) ?? []))
  return (
    <Section id="backup" title={t('secBackup')} why={t('backupWhy')}>
      <div className="settings-pan padded">
        <div className="settings-field">
          <label htmlFor="backup-hour">{t('backupAuto')}</label>
          <div className="row">
            <select
              id="backup-hour"
              className="input figure"
              value={hour ?? 'off'}
              onChange={(event) =>
                change.mutate({
                  backupHour: event.target.value === 'off' ? null : Number(event.target.value),
                })
              }
            >
              <option value="off">{t('backupOff')}</option>
              {HOURS.map((one) => (
                <option key={one} value={one}>
                  {String(one).padStart(2, '0')}:00
                </option>
              ))}
            </select>
            <label htmlFor="backup-keep" className="m i2">
              {t('backupKeep')}
            </label>
            <select
              id="backup-keep"
              className="input figure"
              title={t('backupKeepHelp')}
              value={keep}
              onChange={(event) => change.mutate({ backupKeep: Number(event.target.value) })}
            >
              {[...new Set([...KEEPS, keep])]
                .sort((a, b) => a - b)
                .map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
            </select>
            <span className={change.isError ? 's tlate' : 's tok'} role="status">
              {change.isError ? reason(change.error) : change.isSuccess ? t('saved') : ''}
            </span>
          </div>
        </div>
        <div className="row settings-acts">
          <button type="button" className="btn" disabled={make.isPending} onClick={() => make.mutate()}>
            <Icon name="disk" />
            {t('backupNow')}
          </button>
          <span className={make.isError ? 's tlate g' : 's i2 g'} role="status">
            {make.isPending
              ? t('backingUp')
              : make.isError
                ? t('backupFailed', { reason: reason(make.error) })
                : make.data
                  ? make.data.problem
                    ? t('backupFailed', { reason: t(problemWord(make.data.problem)) })
                    : t('backupDone', { size: sizeWords(make.data.sizeBytes) })
                  : proven > 0
                    ? t('lastProven', { at: dateTime(proven, now) })
                    : t('lastProvenNone')}
          </span>
        </div>
        <RecoveryWords unsure={settings.recoveryWords === 'unsure'} />
        {list.isError && (
          <p className="s tlate" role="alert">
            {reason(list.error)}
          </p>
        )}
        {list.data && (
          <BackupList backups={list.data.backups} folder={list.data.folder} off={hour === null} />
        )}
      </div>
    </Section>
  )
}
