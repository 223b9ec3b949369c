import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { dateTime } from '../drawer/times'
import { useNow } from '../ui'
import { Trouble } from './Trouble'
import { useCommand } from './use-command'
import { usePeopleWords } from './use-people-words'

/** Who is signed in where; each can be ended. */
export function SessionList() {
  const { t } = usePeopleWords()
  const now = useNow()
  const sessions = useQuery({ queryKey: ['people', 'sessions'], queryFn: () => client.people.sessions() })
  const end = useCommand(client.people.endSession)
  const rows = sessions.data?.sessions
  if (!rows) return null
  return (
    <div className="people-sessions">
      <h3 className="h3">{t('sessions')}</h3>
      {rows.length === 0 ? <p className="m i2">{t('sessionsNone')}</p> : null}
      <ul>
        {rows.map((one) => (
          <li key={one.id} className="row m">
            <span className="g el">
              <b>{one.person}</b> · {one.station ?? t('sessionHere')} ·{' '}
              <span className="i2">{t('sessionSince', { at: dateTime(one.createdAt, now) })}</span>
            </span>
            {one.own ? (
              <span className="s i2">{t('sessionOwn')}</span>
            ) : (
              <button
                type="button"
                className="btn sm q"
                disabled={end.isPending}
                onClick={() => end.mutate({ id: one.id })}
              >
                {t('sessionEnd')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Trouble error={end.error} />
    </div>
  )
}
