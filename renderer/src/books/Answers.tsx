import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { DifferenceView } from '../../../core/rpc/api'
import { client, newCommandId, refusalOf } from '../client'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { formatMoney, Kbd } from '../ui'
import { answersFor, needsNote, type Reason } from './answers'
import { useBooksWords } from './use-books-words'

/** Somebody else has answered meanwhile. */
const CAME_LATE = new Set(['edited-meanwhile', 'difference-not-open'])

/**
 * Four ways out, by the keys 1 to 4; each says what it books. None is chosen beforehand, so that no difference is
 * closed by an Enter meant for something else, and nothing happens before Enter.
 */
export function Answers({ difference, onDone, onLate }: { difference: DifferenceView; onDone: (version: number) => void; onLate: (mine: Reason) => void }) {
  const { t } = useBooksWords()
  const reason = useReason()
  const [picked, setPicked] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const buttons = useRef<(HTMLButtonElement | null)[]>([])
  const answers = answersFor(difference.code)
  const answer = picked === null ? undefined : answers[picked]
  const missing = answer !== undefined && needsNote(answer) && note.trim().length < 2
  const resolve = useMutation({
    mutationFn: (reason: Reason) => client.reconciliation.resolve({ id: difference.id, version: difference.version, reason, note: note.trim(), commandId: newCommandId() }),
    onSuccess: ({ version }) => onDone(version),
    // The row leaves with this panel as soon as the list is fetched anew: the page says what became of the answer.
    onError: (error, mine) => CAME_LATE.has(refusalOf(error)?.code ?? '') && onLate(mine),
  })
  const act = () => {
    if (missing) field.current?.focus()
    else if (answer !== undefined && !resolve.isPending) resolve.mutate(answer)
  }
  const pick = (n: number) => {
    setPicked(n)
    // Enter belongs to what has the focus: the answer that was chosen, not one that was clicked before.
    buttons.current[n]?.focus({ preventScroll: true })
  }
  useKeys({ ...Object.fromEntries(answers.map((_, n) => [String(n + 1), () => pick(n)])), Enter: act })
  useEnterOnTab(answer === undefined ? null : act)
  const onAnswerKey = (event: KeyboardEvent, n: number) => {
    if (event.key !== 'Enter' || n !== picked) return
    event.preventDefault()
    if (!event.repeat) act()
  }
  const onNoteKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method's own Enter and Escape choose or drop a word.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') event.currentTarget.blur()
    else if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    if (event.key === 'Enter' && !event.repeat) act()
  }
  const money = formatMoney(Math.abs(difference.amountMinor), 'CNY')
  const whose = t(difference.orderId === null ? 'whoseRow' : 'whoseOrder')
  return (
    <>
      <h2>{t('whatNow')}</h2>
      {answers.map((one, n) => (
        <button key={one} ref={(button) => void (buttons.current[n] = button)} type="button" className="books-answer" aria-pressed={n === picked} onClick={() => setPicked(n)} onKeyDown={(event) => onAnswerKey(event, n)}>
          <Kbd>{String(n + 1)}</Kbd>
          <span>
            <b>{t(`answer_${one}`)}</b>
            <span>{t(`books_${one}`, { money, whose })}</span>
          </span>
        </button>
      ))}
      <label className="books-note">
        {t(answer !== undefined && needsNote(answer) ? 'noteNeeded' : 'note')}
        <textarea ref={field} value={note} maxLength={500} rows={2} onChange={(event) => setNote(event.target.value)} onKeyDown={onNoteKey} />
        <span>{t('noteKeys')}</span>
      </label>
      <button type="button" className="btn p books-do" disabled={answer === undefined || missing || resolve.isPending} onClick={act}>
        {answer === undefined ? t('chooseFirst') : t('doIt', { answer: t(`answer_${answer}`) })} <Kbd>Enter</Kbd>
      </button>
      <p className="i2">{t(missing ? 'noteFirst' : 'canUndo')}</p>
      {resolve.isError ? <p className="tlate" role="alert">{reason(resolve.error)}</p> : null}
    </>
  )
} // prettier-ignore

/** The pressed tab would only open again what is open: there Enter acts on the answer chosen. */
function useEnterOnTab(act: (() => void) | null): void {
  const current = useRef(act)
  useEffect(() => {
    current.current = act
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      const here = target?.closest('.books-bar [aria-pressed="true"]')
      if (event.key !== 'Enter' || event.defaultPrevented || !here || !current.current) return
      event.preventDefault()
      if (!event.repeat) current.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
