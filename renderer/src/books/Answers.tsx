import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DifferenceView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { formatMoney, Kbd } from '../ui'
import { answersFor, needsNote } from './answers'
import { useBooksWords } from './use-books-words'

/** Four ways out, by the keys 1 to 4; each says what it books. Nothing happens before Enter. */
export function Answers({ difference, onDone }: { difference: DifferenceView; onDone: (version: number) => void }) {
  const { t } = useBooksWords()
  const reason = useReason()
  const [picked, setPicked] = useState(0)
  const [note, setNote] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const answers = answersFor(difference.code)
  const answer = answers[picked] ?? 'shop-error'
  const missing = needsNote(answer) && note.trim().length < 2
  const resolve = useMutation({
    mutationFn: () => client.reconciliation.resolve({ id: difference.id, version: difference.version, reason: answer, note: note.trim(), commandId: newCommandId() }),
    onSuccess: ({ version }) => onDone(version),
  })
  const act = () => (missing ? field.current?.focus() : resolve.isPending ? undefined : resolve.mutate())
  useKeys({ ...Object.fromEntries(answers.map((_, n) => [String(n + 1), () => setPicked(n)])), Enter: act })
  const money = formatMoney(Math.abs(difference.amountMinor), 'CNY')
  return (
    <>
      <h2>{t('whatNow')}</h2>
      {answers.map((one, n) => (
        <button key={one} type="button" className="books-answer" aria-pressed={n === picked} onClick={() => setPicked(n)}>
          <Kbd>{String(n + 1)}</Kbd>
          <span>
            <b>{t(`answer_${one}`)}</b>
            <span>{t(`books_${one}`, { money })}</span>
          </span>
        </button>
      ))}
      <label className="books-note">
        {t(needsNote(answer) ? 'noteNeeded' : 'note')}
        <textarea ref={field} value={note} maxLength={500} rows={2} onChange={(event) => setNote(event.target.value)} />
      </label>
      <button type="button" className="btn p books-do" disabled={missing || resolve.isPending} onClick={act}>
        {t('doIt', { answer: t(`answer_${answer}`) })} <Kbd>Enter</Kbd>
      </button>
      <p className="i2">{t(missing ? 'noteFirst' : 'canUndo')}</p>
      {resolve.isError ? <p className="tlate" role="alert">{reason(resolve.error)}</p> : null}
    </>
  )
} // prettier-ignore
