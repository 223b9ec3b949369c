import type { PlatformView } from '../../../core/rpc/api'
import { PlatformChip } from '../ui'
import { useFirstRunWords } from './use-first-run-words'

/** The platforms that can be connected, what each takes and about how long. */
export function PlatformTable({
  platforms,
  onChoose,
}: {
  platforms: readonly PlatformView[]
  onChoose: (platform: PlatformView) => void
}) {
  const { t, has } = useFirstRunWords()
  const word = (kind: string, platform: string) =>
    has(`${kind}_${platform}`) ? t(`${kind}_${platform}`) : ''
  return (
    <div className="first-run-table">
      <table>
        <thead>
          <tr>
            <th className="name">{t('colPlatform')}</th>
            <th className="how">{t('colHow')}</th>
            <th>{t('colPrepare')}</th>
            <th className="time">{t('colTime')}</th>
            <th className="do">
              <span className="unseen">{t('connect')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {platforms.map((one, index) => {
            const name = word('platform', one.platform) || one.platform
            return (
              <tr key={one.platform}>
                <td>
                  <span className="row first-run-name">
                    <PlatformChip platform={one.platform} />
                    <b>{name}</b>
                  </span>
                </td>
                <td>
                  <span className="tag">{t('direct')}</span>
                </td>
                <td className="i2">{word('prep', one.platform)}</td>
                <td className="i2 n">{word('time', one.platform)}</td>
                <td className="r">
                  <button
                    type="button"
                    className={index === 0 ? 'btn sm p' : 'btn sm'}
                    aria-label={`${t('connect')} ${name}`}
                    onClick={() => onChoose(one)}
                  >
                    {t('connect')}
                  </button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
