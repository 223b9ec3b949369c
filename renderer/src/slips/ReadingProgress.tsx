import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, connection, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { pictures, useSending } from './send-queue'
import { useSlipWords } from './use-slip-words'

/** How far the reading is, what was refused or here before, and a way to stop: at the foot of the list. */
export function ReadingProgress({ reading }: { reading: number }) {
  const { t } = useSlipWords()
  const reason = useReason()
  const { waiting, outcomes } = useSending()
  const left = reading + waiting
  const all = useBatch(left, outcomes.length + waiting)
  const stop = useMutation({
    mutationFn: () => {
      pictures.dropWaiting()
      return client.slips.stop({ commandId: newCommandId() })
    },
  })
  const refused = outcomes.filter(({ error }) => error !== null)
  const repeats = outcomes.filter(({ repeat }) => repeat).length
  return (
    <div className="slip-progress" role="status">
      {left > 0 ? (
        <>
          <div className="row s">
            <span className="g n">{t('readingNow', { done: all - left, all })}</span>
            <button
              type="button"
              className="slip-link b"
              title={t('cancelWhy')}
              onClick={() => stop.mutate()}
            >
              {t('cancel')}
            </button>
          </div>
          <div className="prog">
            <i style={{ width: `${Math.round((100 * (all - left)) / Math.max(1, all))}%` }} />
          </div>
          <p className="s i2">
            {waiting > 0 && !connection.live ? t('offline', { n: waiting }) : t('cancelWhy')}
          </p>
        </>
      ) : (
        <p className="s i2">{t('private')}</p>
      )}
      {stop.isError && <p className="s tlate">{reason(stop.error)}</p>}
      {refused.slice(0, 5).map((one) => (
        <p key={one.commandId} className="s tlate">
          {t('sendFailed', { name: one.name, reason: reason(one.error) })}
        </p>
      ))}
      {repeats > 0 && <p className="s i2">{t('repeats', { n: repeats })}</p>}
      {(refused.length > 0 || repeats > 0) && (
        <button type="button" className="slip-link s" onClick={() => pictures.forgetOutcomes()}>
          {t('dismiss')}
        </button>
      )}
    </div>
  )
}

/**
 * How many this batch has: what this station has handed in since nothing was left and what still waits here, or what
 * other stations' slips make it.
 */
function useBatch(left: number, handedIn: number): number {
  const [batch, setBatch] = useState({ all: left, before: handedIn })
  const all = left === 0 ? 0 : Math.max(batch.all, left, handedIn - batch.before)
  const before = left === 0 ? handedIn : batch.before
  if (all !== batch.all || before !== batch.before) setBatch({ all, before })
  return all
}
