import type { BackupView } from '../../../core/rpc/api'
import { Icon, useNow } from '../ui'
import { dateTime } from '../drawer/times'
import { sizeWords } from './size-words'
import { problemWord } from './problem-word'
import { useSettingsWords } from './use-settings-words'

/** The copies there are, newest first, and which of them were proven by a restore. */
export function BackupList({
  backups,
  folder,
  off,
}: {
  backups: readonly BackupView[]
  folder: string
  off: boolean
}) {
  const { t } = useSettingsWords()
  const now = useNow()
  if (backups.length === 0)
    return (
      <div className="settings-empty">
        <p className="m b">{t('backupNone')}</p>
        <p className="m i2">{t(off ? 'backupNoneOff' : 'backupNoneWhy')}</p>
        <p className="s i3">{t('backupFolder', { folder })}</p>
      </div>
    )
  return (
    <>
      <table className="settings-table">
        <thead>
          <tr>
            <th>{t('colTime')}</th>
            <th className="r">{t('colSize')}</th>
            <th>{t('colProven')}</th>
            <th>{t('colFile')}</th>
          </tr>
        </thead>
        <tbody>
          {[...backups]
            .sort((a, b) => b.at - a.at)
            .map((one) => (
              <tr key={one.file}>
                <td className="n">{dateTime(one.at, now)}</td>
                <td className="n r">{sizeWords(one.sizeBytes)}</td>
                <td className={one.problem !== null ? 'tlate' : one.provenAt === null ? 'i2' : 'tok'}>
                  <span className="row">
                    {one.problem !== null ? (
                      <Icon name="warn" />
                    ) : (
                      one.provenAt !== null && <Icon name="check" />
                    )}
                    {one.problem !== null
                      ? t(problemWord(one.problem))
                      : one.provenAt === null
                        ? t('notProven')
                        : t('provenAt', { at: dateTime(one.provenAt, now) })}
                  </span>
                </td>
                <td className="i2" title={one.file}>
                  {one.file.split(/[\\/]/).pop()}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <p className="s i3">{t('backupFolder', { folder })}</p>
    </>
  )
}
