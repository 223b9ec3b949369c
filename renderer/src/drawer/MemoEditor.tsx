import { useEffect, useRef, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OrderDetail } from '../../../core/rpc/api'
import { client, newCommandId, refusalOf } from '../client'
import { useReason } from './use-reason'
import { useKeys } from '../keys'
import { Icon, Kbd } from '../ui'
import type { Draft } from './memo-draft'
import { saidWords } from './said-words'
import { MemoConflict } from './MemoConflict'
import { useDrawerWords } from './use-drawer-words'
import { usePlatformName } from './use-platform-name'

const MAX_MEMO = 500

/**
 * The seller's memo. It is saved against the version the person saw: when somebody else was faster, both texts
 * are shown and the person chooses; nothing is overwritten silently.
 */
export function MemoEditor({
  detail,
  drafts,
  start,
}: {
  detail: OrderDetail
  drafts: Map<number, Draft>
  start: boolean
}) {
  const { t } = useDrawerWords()
  const reason = useReason()
  const queries = useQueryClient()
  const platform = usePlatformName()(detail.row.platform)
  const { id, memo, version } = detail.row
  const fresh = (): Draft => ({ text: memo, version, from: memo, commandId: newCommandId() })
  const [draft, showDraft] = useState<Draft | null>(() => drafts.get(id) ?? (start ? fresh() : null))
  const [theirs, setTheirs] = useState<{ memo: string; version: number } | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const setDraft = (next: Draft | null) => {
    if (next === null) drafts.delete(id)
    else drafts.set(id, next)
    showDraft(next)
  }
  const begin = () => {
    if (draft === null) setDraft(fresh())
    field.current?.focus()
  }
  useKeys({ r: begin })
  const writing = draft !== null && theirs === null
  useEffect(() => {
    if (!writing) return
    const end = field.current?.value.length ?? 0
    field.current?.focus()
    field.current?.setSelectionRange(end, end)
  }, [writing])

  const save = useMutation({
    mutationFn: (made: Draft) =>
      client.orders.setMemo({ id, version: made.version, memo: made.text.trim(), commandId: made.commandId }),
    onSuccess: async () => {
      setTheirs(null)
      setDraft(null)
      await queries.invalidateQueries({ queryKey: ['order', id] })
    },
    onError: async (error) => {
      if (refusalOf(error)?.code !== 'edited-meanwhile') return
      const now = await client.orders.open({ id })
      queries.setQueryData(['order', id, 'open'], now)
      setTheirs({ memo: now.row.memo, version: now.row.version })
    },
  })
  const unchanged = draft !== null && (draft.text === draft.from || draft.text.trim() === memo)
  const stop = () => {
    setDraft(null)
    setTheirs(null)
    save.reset()
  }
  const send = (text: string, on: number) => {
    const made = { text, version: on, from: memo, commandId: newCommandId() }
    setDraft(made)
    setTheirs(null)
    save.mutate(made)
  }
  const refusal = save.isError ? refusalOf(save.error) : undefined

  if (draft !== null && theirs !== null)
    return (
      <MemoConflict
        mine={draft.text}
        theirs={theirs.memo}
        onMine={() => send(draft.text, theirs.version)}
        onBoth={() =>
          send([theirs.memo, draft.text].filter(Boolean).join(' / ').slice(0, MAX_MEMO), theirs.version)
        }
        onTheirs={stop}
      />
    )
  if (draft === null)
    return (
      <div className="drawer-memo">
        <button type="button" className="drawer-memo-show" onClick={begin}>
          <Icon name="note" />
          {memo !== '' && <span className="unseen">{t('memo')}</span>}
          <span className={memo === '' ? 'g i3' : 'g'}>{memo === '' ? t('memoEmpty') : memo}</span>
          <Kbd>R</Kbd>
        </button>
        <MemoFate detail={detail} platform={platform} />
      </div>
    )
  return (
    <form
      className="drawer-memo"
      onSubmit={(event) => {
        event.preventDefault()
        if (unchanged) stop()
        else save.mutate(draft)
      }}
    >
      <textarea
        ref={field}
        aria-label={t('memo')}
        aria-describedby="drawer-memo-note"
        aria-invalid={refusal !== undefined}
        rows={3}
        maxLength={MAX_MEMO}
        placeholder={t('memoPlaceholder')}
        value={draft.text}
        disabled={save.isPending}
        onChange={(event) => {
          save.reset()
          setDraft({ ...draft, text: event.target.value, commandId: newCommandId() })
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            event.stopPropagation()
            stop()
          }
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit()
        }}
      />
      <div className="row">
        <span
          id="drawer-memo-note"
          className={save.isError ? 's tlate g' : 's i2 g'}
          role={save.isError ? 'alert' : undefined}
        >
          {save.isError
            ? (memoRefusal(refusal, t, platform) ?? reason(save.error))
            : t('memoLeft', { n: MAX_MEMO - draft.text.length })}
        </span>
        <button type="button" className="btn q sm" onClick={stop} disabled={save.isPending}>
          {t('cancel')} <Kbd>Esc</Kbd>
        </button>
        <button type="submit" className="btn p sm" disabled={save.isPending}>
          {save.isPending ? t('saving') : t('save')}
        </button>
      </div>
    </form>
  )
}

/** Where the memo has got to: still being told, told, refused for good, or ours alone. */
function MemoFate({ detail, platform }: { detail: OrderDetail; platform: string }) {
  const { t, has } = useDrawerWords()
  const reason = useReason()
  const queries = useQueryClient()
  const again = useMutation({
    mutationFn: () => client.orders.tellMemoAgain({ id: detail.row.id, commandId: newCommandId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['order', detail.row.id] }),
  })
  if (detail.row.memo === '' && !detail.memoPending) return null
  if (detail.memoRefused !== null)
    return (
      <div className="s tlate drawer-memo-fate" role="alert">
        <Icon name="warn" />
        <span className="g">
          {t('memoRefused', { platform, why: saidWords(detail.memoRefused, { t, has }) })}
          {again.isError && ` ${reason(again.error)}`}
        </span>
        <button type="button" className="btn sm" disabled={again.isPending} onClick={() => again.mutate()}>
          {t('memoTellAgain')}
        </button>
      </div>
    )
  const word = detail.memoPending ? 'memoPending' : detail.memoTold ? 'memoTold' : 'memoLocal'
  return (
    <p className="s i2 drawer-memo-fate" aria-live="polite">
      <Icon name={detail.memoPending ? 'clock' : detail.memoTold ? 'check' : 'note'} />
      {t(word, { platform })}
    </p>
  )
}

function memoRefusal(
  refusal: ReturnType<typeof refusalOf>,
  t: (key: string, values?: Record<string, string | number>) => string,
  platform: string,
): string | undefined {
  if (refusal?.code !== 'memo-too-long') return undefined
  const max = refusal.data['max'] ?? refusal.data['maxBytes']
  return typeof max === 'number' ? t('memoTooLong', { platform, max }) : t('memoTooLongPlain')
}
