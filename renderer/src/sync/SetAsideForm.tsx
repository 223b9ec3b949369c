import { useEffect, useRef, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useSyncWords } from './use-sync-words'

/** Setting aside asks why, so that the next person finds out. */
export function SetAsideForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useSyncWords()
  const reason = useReason()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
  }, [])
  const put = useMutation({
    mutationFn: () => client.sync.setAside({ id, reason: text.trim(), commandId: newCommandId() }),
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries({ queryKey: ['sync', 'exceptions'] })
    },
  })
  const enough = text.trim().length >= 2
  return (
    <form
      className="sync-aside"
      onSubmit={(event) => {
        event.preventDefault()
        if (enough) put.mutate()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        onDone()
      }}
    >
      <label className="s i2" htmlFor={`aside-${id}`}>
        {t('asideReason')}
      </label>
      <input
        ref={field}
        id={`aside-${id}`}
        className="input g"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-describedby={`aside-${id}-hint`}
      />
      <button type="submit" className="btn sm p" disabled={!enough || put.isPending}>
        {t('asideSave')}
      </button>
      <button type="button" className="btn sm q" onClick={onDone}>
        {t('cancel')}
      </button>
      <span
        id={`aside-${id}-hint`}
        className={put.isError ? 's tlate' : 's i2'}
        role={put.isError ? 'alert' : undefined}
      >
        {put.isError ? reason(put.error) : t('asideHint')}
      </span>
    </form>
  )
}
