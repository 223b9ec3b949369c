import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DifferenceView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { formatMoney, Kbd } from '../ui'
import { answersFor, needsNote, type Reason } from './answers'
import { useBooksWords } from './use-books-words'

/**
 * Four ways out, by the keys 1 to 4; each says what it books. None is chosen beforehand, so that no difference is
 * closed by an Enter meant for something else, and nothing happens before Enter.
 */
export function Answers({ difference, onDone }: { difference: DifferenceView; onDone: (version: number) => void }) {
  const { t } = useBooksWords()
  const reason = useReason()
  const [picked, setPicked] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const answers = answersFor(difference.code)
  const answer = picked === null ? undefined : answers[picked]
  const missing = answer !== undefined && needsNote(answer) && note.trim().length < 2
  const resolve = useMutation({
    mutationFn: (reason: Reason) => client.reconciliation.resolve({ id: difference.id, version: difference.version, reason, note: note.trim(), commandId: newCommandId() }),
    onSuccess: ({ version }) => onDone(version),
  })
  const act = () => {
    if (missing) field.current?.focus()
    else if (answer !== undefined && !resolve.isPending) resolve.mutate(answer)
  }
  useKeys({ ...Object.fromEntries(answers.map((_, n) => [String(n + 1), () => setPicked(n)])), Enter: act })
  const money = formatMoney(Math.abs(difference.amountMinor), 'CNY')
  const whose = t(difference.orderId === null ? 'whoseRow' : 'whoseOrder')
  return (
    <>
      <h2>{t('whatNow')}</h2>
      {answers.map((one, n) => (
        <button key={one} type="button" className="books-answer" aria-pressed={n === picked} onClick={() => setPicked(n)}>
          <Kbd>{String(n + 1)}</Kbd>
          <span>
            <b>{t(`answer_${one}`)}</b>
            <span>{t(`books_${one}`, { money, whose })}</span>
          </span>
        </button>
      ))}
      <label className="books-note">
        {t(answer !== undefined && needsNote(answer) ? 'noteNeeded' : 'note')}
        <textarea ref={field} value={note} maxLength={500} rows={2} onChange={(event) => setNote(event.target.value)} />
      </label>
      <button type="button" className="btn p books-do" disabled={answer === undefined || missing || resolve.isPending} onClick={act}>
        {answer === undefined ? t('chooseFirst') : t('doIt', { answer: t(`answer_${answer}`) })} <Kbd>Enter</Kbd>
      </button>
      <p className="i2">{t(missing ? 'noteFirst' : 'canUndo')}</p>
      {resolve.isError ? <p className="tlate" role="alert">{reason(resolve.error)}</p> : null}
    </>
  )
} // prettier-ignore
