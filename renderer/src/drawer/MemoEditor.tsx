import { useEffect, useRef, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OrderDetail } from '../../../core/rpc/api'
import { client, newCommandId, refusalOf } from '../client'
import { useReason } from './use-reason'
import { Icon, Kbd } from '../ui'
import { MemoConflict } from './MemoConflict'
import { useDrawerWords } from './use-drawer-words'
import { usePlatformName } from './use-platform-name'

const MAX_MEMO = 500

/** What the person writes, and the order's version they saw when they began. */
interface Draft {
  readonly text: string
  readonly version: number
  /** The memo when they began: unchanged text is no edit, whatever happened meanwhile. */
  readonly from: string
  readonly commandId: string
}

/**
 * The seller's memo. It is saved against the version the person saw: when somebody else was faster, both texts
 * are shown and the person chooses; nothing is overwritten silently.
 */
export function MemoEditor({ detail, asked }: { detail: OrderDetail; asked: number }) {
  const { t } = useDrawerWords()
  const reason = useReason()
  const queries = useQueryClient()
  const platform = usePlatformName()(detail.row.platform)
  const { id, memo, version } = detail.row
  const [draft, setDraft] = useState<Draft | null>(null)
  const [theirs, setTheirs] = useState<{ memo: string; version: number } | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const begin = () => setDraft((was) => was ?? { text: memo, version, from: memo, commandId: newCommandId() })

  useEffect(() => {
    if (asked > 0) begin()
    // Only the key asks; a newer memo must not restart what is being written.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked])
  const writing = draft !== null && theirs === null
  useEffect(() => {
    if (writing) field.current?.focus()
  }, [writing, asked])

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
      const fresh = await client.orders.open({ id })
      queries.setQueryData(['order', id, 'open'], fresh)
      setTheirs({ memo: fresh.row.memo, version: fresh.row.version })
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

/** Where the memo has got to: still being told, told, or ours alone. */
function MemoFate({ detail, platform }: { detail: OrderDetail; platform: string }) {
  const { t } = useDrawerWords()
  if (detail.row.memo === '' && !detail.memoPending) return null
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
