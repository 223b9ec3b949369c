import { useTranslation } from 'react-i18next'
import type { TimelineEvent } from '../../../core/rpc/api'
import { formatMoney, Icon, useNow } from '../ui'
import { byDay, eventSentence } from './timeline'
import { clockTime, dayOf } from './times'
import { useDrawerWords } from './use-drawer-words'

/** Newest first, under day heads: time · dot · what · who and from where. */
export function Timeline({
  events,
  order,
}: {
  events: readonly TimelineEvent[]
  order: { currency: string; totalMinor: number }
}) {
  const { t, has } = useDrawerWords()
  const { t: common } = useTranslation('ui')
  const now = useNow()
  if (events.length === 0) return <p className="drawer-timeline s i2">{t('noEvents')}</p>
  return (
    <div className="drawer-timeline" tabIndex={0} role="group" aria-label={t('timeline')}>
      {byDay(events).map(({ day, events: ofDay }) => (
        <section key={day}>
          <h3 className="drawer-day">{dayHead(day, now, t)}</h3>
          <ol>
            {ofDay.map((event, at) => {
              const { icon, head, detail } = eventSentence(event, order, {
                t,
                has,
                money: formatMoney,
                state: (code) => common(`state.${code}`),
                courier: (code) => common(`courier.${code}`, { defaultValue: code }),
              })
              return (
                <li key={`${event.at}-${event.kind}-${at}`} className="drawer-event">
                  <time dateTime={new Date(event.at).toISOString()}>{clockTime(event.at)}</time>
                  <span className="node">
                    <Icon name={icon} />
                  </span>
                  <div>
                    <div className="head">{head}</div>
                    {detail !== '' && <div className="what">{detail}</div>}
                  </div>
                </li>
              )
            })}
          </ol>
        </section>
      ))}
    </div>
  )
}

function dayHead(day: number, now: number, t: (key: string) => string): string {
  const midnight = new Date(now)
  midnight.setHours(0, 0, 0, 0)
  const ago = Math.round((midnight.getTime() - day) / 86_400_000)
  const name = ago === 0 ? `${t('today')} ` : ago === 1 ? `${t('yesterday')} ` : ''
  return `${name}${dayOf(day, now)}`
}
