import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import type { RawPart } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { isForbidden } from './is-forbidden'
import { useReason } from './use-reason'
import { Icon, useNow } from '../ui'
import { CopyButton } from './CopyButton'
import { Payload } from './Payload'
import { ReadingTable } from './ReadingTable'
import { receivedAt } from './times'
import { useDrawerWords, type Say } from './use-drawer-words'

/** Every part of the order exactly as received, beside what we read in it. The owner's alone. */
export function RawTab({
  id,
  parts,
  error,
}: {
  id: number
  parts: readonly RawPart[] | undefined
  error: Error | null
}) {
  const { t, has } = useDrawerWords()
  const reason = useReason()
  const now = useNow()
  const [chosen, setChosen] = useState<number | null>(null)
  const part = parts?.find((one) => one.id === chosen) ?? parts?.[0]
  if (error && !parts)
    return (
      <p className="drawer-trouble" role="alert">
        {isForbidden(error) ? t('rawOwner') : reason(error)}
      </p>
    )
  if (!parts) return <div className="drawer-skeleton" aria-busy="true" aria-label={t('loading')} />
  if (!part)
    return (
      <div className="drawer-empty">
        <p className="b">{t('rawNone')}</p>
        <p className="i2">{t('rawNoneWhy')}</p>
        <Reread id={id} />
      </div>
    )
  const unknown = part.reading.filter((one) => one.read === null)
  const known = part.reading.length - unknown.length
  return (
    <div className="drawer-raw">
      <div className="drawer-sources">
        <div
          role="listbox"
          aria-label={t('rawSources')}
          tabIndex={0}
          aria-activedescendant={`raw-${part.id}`}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
            const next = parts[parts.indexOf(part) + step]
            if (step === 0 || !next) return
            event.preventDefault()
            setChosen(next.id)
          }}
        >
          {parts.map((one) => (
            <div
              key={one.id}
              id={`raw-${one.id}`}
              role="option"
              aria-selected={one === part}
              className={one === part ? 'on' : ''}
              onClick={() => setChosen(one.id)}
            >
              <div className={one === part ? 'm b' : 'm'}>{sourceWords(one, t, has)}</div>
              <div className="s i2 n">
                {receivedAt(one.lastAt, now)}
                {one.repeats > 0 && ` · ${t('rawTimes', { n: one.repeats + 1 })}`}
              </div>
            </div>
          ))}
        </div>
        <span className="g" />
        <p className="s i2">{t('rawKept')}</p>
      </div>
      <Payload key={part.id} body={part.body} unknown={unknown.map((one) => one.path)} />
      <section className="drawer-reading" aria-label={t('readAs')}>
        <header className="row">
          <h3 className="h3">{t('readAs')}</h3>
          <span className={unknown.length > 0 ? 's twarn' : 's i2'}>
            {unknown.length > 0
              ? t('readCount', { known, unknown: unknown.length })
              : t('readAll', { known })}
          </span>
          <span className="g" />
          <CopyButton text={part.body} label={t('copyJson')} quiet={false} />
          <Reread id={id} />
        </header>
        <ReadingTable reading={part.reading} />
      </section>
    </div>
  )
}

function sourceWords(part: RawPart, t: Say, has: (key: string) => boolean): string {
  const source = has(`src_${part.source}`) ? t(`src_${part.source}`) : part.source
  const kind = has(`part_${part.kind}`) ? t(`part_${part.kind}`) : part.kind
  return kind === '' ? source : `${source} · ${kind}`
}

/** Asks the platform for this order again. */
function Reread({ id }: { id: number }) {
  const { t } = useDrawerWords()
  const reason = useReason()
  const reread = useMutation({ mutationFn: () => client.orders.reread({ id, commandId: newCommandId() }) })
  return (
    <span className="row">
      <button type="button" className="btn sm" disabled={reread.isPending} onClick={() => reread.mutate()}>
        <Icon name="sync" />
        {reread.isPending ? t('rereadBusy') : t('reread')}
      </button>
      <span className={reread.isError ? 's tlate' : 's i2'} aria-live="polite">
        {reread.isError ? reason(reread.error) : reread.isSuccess ? t('rereadQueued') : ''}
      </span>
    </span>
  )
}
