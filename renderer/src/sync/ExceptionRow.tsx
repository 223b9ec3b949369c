import { useId, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ExceptionView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { OrderNumber, PlatformChip } from '../ui'
import { layOut } from '../drawer/lay-out'
import { Payload } from '../drawer/Payload'
import { dateTime } from '../drawer/times'
import { SetAsideForm } from './SetAsideForm'
import { useSyncWords, type Say } from './use-sync-words'

/** One thing we could not understand, with its reason in plain words and the original one key away. */
export function ExceptionRow({ exception, now }: { exception: ExceptionView; now: number }) {
  const { t, has } = useSyncWords()
  const reason = useReason()
  const queries = useQueryClient()
  const bodyId = useId()
  const [open, setOpen] = useState<'body' | 'aside' | null>(null)
  const retry = useMutation({
    mutationFn: () => client.sync.retry({ id: exception.id, commandId: newCommandId() }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sync', 'exceptions'] }),
  })
  const outcome = retry.isError
    ? { late: true, text: reason(retry.error) }
    : retry.data
      ? retry.data.understood
        ? { late: false, text: t('retryOk') }
        : { late: true, text: t('retryStill', { why: codeWords(retry.data.code ?? exception.code, t, has) }) }
      : null
  return (
    <article className="sync-exception">
      <div className="row">
        <PlatformChip platform={exception.platform} />
        <div className="g">
          <div className="m row">
            <b>{codeWords(exception.code, t, has)}</b>
            <span className="i2 el" title={exception.detail}>
              {exception.detail}
            </span>
            {exception.needsPerson && exception.setAsideReason === null && (
              <span className="tag w">{t('needsPerson')}</span>
            )}
          </div>
          <div className="s i2 row sync-exception-facts">
            <span>{exception.shopName}</span>
            {exception.externalId === null ? (
              <span>{t('noNumber')}</span>
            ) : (
              <span className="id" title={exception.externalId}>
                {exception.number === null ? (
                  exception.externalId.replace(/^.*\//, '')
                ) : (
                  <OrderNumber number={exception.number} />
                )}
              </span>
            )}
            <span className="n">
              {[
                t('attempts', { n: exception.attempts }),
                t('firstAt', { at: dateTime(exception.firstAt, now) }),
                t('lastAt', { at: dateTime(exception.lastAt, now) }),
                exception.needsPerson || exception.setAsideReason !== null ? '' : t('willRetry'),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </div>
          {exception.setAsideReason !== null && (
            <div className="s">{t('asideBecause', { reason: exception.setAsideReason })}</div>
          )}
        </div>
        <button
          type="button"
          className="btn q sm"
          aria-expanded={open === 'body'}
          aria-controls={bodyId}
          onClick={() => setOpen(open === 'body' ? null : 'body')}
        >
          {t(open === 'body' ? 'hideRaw' : 'viewRaw')}
        </button>
        <button type="button" className="btn sm" disabled={retry.isPending} onClick={() => retry.mutate()}>
          {retry.isPending ? t('retrying') : t('retry')}
        </button>
        {exception.setAsideReason === null && (
          <button
            type="button"
            className="btn sm"
            aria-expanded={open === 'aside'}
            onClick={() => setOpen(open === 'aside' ? null : 'aside')}
          >
            {t('setAside')}
          </button>
        )}
      </div>
      <p className={outcome?.late ? 's tlate' : 's tok'} role="status">
        {outcome?.text ?? ''}
      </p>
      {open === 'aside' && <SetAsideForm id={exception.id} onDone={() => setOpen(null)} />}
      <div id={bodyId}>{open === 'body' && <ExceptionBody id={exception.id} />}</div>
    </article>
  )
}

function ExceptionBody({ id }: { id: string }) {
  const { t } = useSyncWords()
  const reason = useReason()
  const body = useQuery({
    queryKey: ['sync', 'exceptionBody', id],
    queryFn: () => client.sync.exceptionBody({ id }),
    retry: false,
  })
  if (body.isError)
    return (
      <p className="m tlate" role="alert">
        {t('rawFailed', { reason: reason(body.error) })}
      </p>
    )
  if (!body.data) return <p className="m i2">{t('rawLoading')}</p>
  return (
    <div className="sync-body">
      <Payload body={layOut(body.data.body)} unknown={[]} />
    </div>
  )
}

/** The reason as people say it; a code without a word is shown. */
function codeWords(code: string, t: Say, has: (key: string) => boolean): string {
  return has(`code_${code}`) ? t(`code_${code}`) : t('code_other', { code })
}
