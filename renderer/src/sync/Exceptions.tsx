import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { isForbidden } from '../drawer/is-forbidden'
import { useNow } from '../ui'
import { useReason } from '../drawer/use-reason'
import { ExceptionRow } from './ExceptionRow'
import { useSyncWords } from './use-sync-words'

/** What could not be understood: kept, named in plain words, retried, or set aside with a reason. */
export function Exceptions() {
  const { t } = useSyncWords()
  const reason = useReason()
  const now = useNow()
  const [aside, setAside] = useState(false)
  const waiting = useQuery({
    queryKey: ['sync', 'exceptions', false],
    queryFn: () => client.sync.exceptions({ setAside: false }),
    retry: false,
  })
  const kept = useQuery({
    queryKey: ['sync', 'exceptions', true],
    queryFn: () => client.sync.exceptions({ setAside: true }),
    retry: false,
  })
  const shown = aside ? kept : waiting
  // Exceptions hold raw payloads: they are the owner's alone.
  if (isForbidden(shown.error)) return null
  const rows = shown.data?.exceptions
  return (
    <section className="sync-exceptions" aria-label={t('exceptions')}>
      <header className="row">
        <h2 className="h2">{t('exceptions')}</h2>
        <div className="seg" role="group" aria-label={t('exceptions')}>
          {[false, true].map((one) => (
            <button
              key={String(one)}
              type="button"
              aria-pressed={aside === one}
              className={aside === one ? 'on' : ''}
              onClick={() => setAside(one)}
            >
              {t(one ? 'tabAside' : 'tabWaiting')}{' '}
              <span className="n">{(one ? kept : waiting).data?.exceptions.length ?? ''}</span>
            </button>
          ))}
        </div>
        <span className="g" />
        <span className="s i2">{t('exceptionsWhy')}</span>
      </header>
      {shown.isError && (
        <p className="m tlate" role="alert">
          {reason(shown.error)}
        </p>
      )}
      {rows?.length === 0 && (
        <div className="sync-empty">
          <p className="m b">{t(aside ? 'emptyAside' : 'emptyWaiting')}</p>
          <p className="m i2">{t(aside ? 'emptyAsideWhy' : 'emptyWaitingWhy')}</p>
        </div>
      )}
      {rows?.map((one) => (
        <ExceptionRow key={one.id} exception={one} now={now} />
      ))}
    </section>
  )
}
